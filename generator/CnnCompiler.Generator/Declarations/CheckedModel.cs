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
