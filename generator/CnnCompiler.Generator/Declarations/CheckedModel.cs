using System.Collections.Immutable;
using CnnCompiler.Generator.Diagnostics;
using CnnCompiler.Generator.Weights;

namespace CnnCompiler.Generator.Declarations;

/// <summary>A declaration checked together with its weight file: what there is to compile and what there is to say. Immutable and equal by structure.</summary>
/// <param name="Declaration">The declaration.</param>
/// <param name="Weights">The weight file to embed, or null where there is none that fits.</param>
/// <param name="Compiles">Whether the declaration is sound; a class whose weights are missing or do not fit still compiles.</param>
internal sealed record CheckedModel(ModelDeclaration Declaration, EmbeddedWeights? Weights, bool Compiles)
{
    /// <summary>Where the ONNX model is that the class becomes; null for a declared net, and where there is none that can be read.</summary>
    public string? ModelPath { get; init; }

    /// <summary>The files of the project in which the model may keep values.</summary>
    public EquatableArray<CompanionFile> Companions { get; init; } = EquatableArray.Of<CompanionFile>();
}

/// <summary>A file of the project, in the folder of an ONNX model or below, in which it may keep values.</summary>
/// <param name="Location">Its path as seen from the model.</param>
/// <param name="Path">Where it is.</param>
/// <param name="ResourceName">The resource that CnnCompiler.targets embeds it as.</param>
/// <param name="Checksum">SHA-256 of its bytes.</param>
internal sealed record CompanionFile(string Location, string Path, string ResourceName, string Checksum)
{
    /// <summary>The files beside a model: by where they are, and by how the project calls them.</summary>
    public static EquatableArray<CompanionFile> Of(WeightFileSummary model, IEnumerable<WeightFileSummary> files) => files
        .Where(file => file != model && file.Checksum.Length > 0)
        .SelectMany(file => new[] { Below(model.Path, file.Path), Below(model.Name, file.Name) }
            .OfType<string>().Distinct()
            .Select(location => new CompanionFile(location, file.Path, file.ResourceName, file.Checksum)))
        .ToEquatableArray();

    private static string? Below(string model, string file)
    {
        string folder = model.Replace('\\', '/');
        folder = folder.Substring(0, folder.LastIndexOf('/') + 1);
        string path = file.Replace('\\', '/');
        return path.StartsWith(folder, StringComparison.Ordinal) ? path.Substring(folder.Length) : null;
    }
}

/// <summary>A checked model with its problems and the places of its parts.</summary>
internal sealed record ReviewedModel(CheckedModel Checked, EquatableArray<Problem> Problems, DeclaredModel Source)
{
    /// <summary>The problems where they lie, and the failure of the compiler where there is one.</summary>
    public EquatableArray<LocatedProblem> Located(ImmutableArray<(string HintName, EquatableArray<Problem> Problems)> failures) =>
        Problems
            .Concat(failures.Where(failure => failure.HintName == Checked.Declaration.HintName).SelectMany(failure => failure.Problems))
            .Select(problem => problem.In(Source))
            .ToEquatableArray();
}
