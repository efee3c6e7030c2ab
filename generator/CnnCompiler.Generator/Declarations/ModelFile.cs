using System.Collections.Immutable;
using CnnCompiler.Generator.Diagnostics;
using Microsoft.CodeAnalysis;

namespace CnnCompiler.Generator.Declarations;

/// <summary>What the compiler makes of a model.</summary>
/// <param name="HintName">The generated file's name without its ending.</param>
/// <param name="Source">Its text, or empty where there is none.</param>
/// <param name="Failure">The fault of the compiler, or null.</param>
internal sealed record ModelFile(string HintName, string Source, Problem? Failure)
{
    public static ModelFile Compile(CheckedModel model, CancellationToken cancellation)
    {
        var declaration = model.Declaration;
        try
        {
            cancellation.ThrowIfCancellationRequested();
            string source = model.Compiles && ModelChecker.Build(declaration, []) is { } architecture
                ? ModelCompiler.Compile(architecture, declaration.Target, declaration.WeightFile, model.Weights)
                : "";
            return new ModelFile(declaration.HintName, source, null);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return new ModelFile(declaration.HintName, "", Fault(declaration.Target, failure));
        }
    }

    /// <summary>The one diagnostic that an unexpected exception becomes.</summary>
    public static Problem Fault(TargetType target, Exception failure) =>
        new(Descriptors.InternalError, ProblemPlace.Model, target.Name, failure.GetType().Name, failure.Message.Replace("\r", "").Replace('\n', ' '));

    /// <summary>The same file under a name that no other has.</summary>
    public ModelFile NamedApart(ImmutableArray<string> names) => this with { HintName = HintNames.Apart(HintName, names) };

    public static void Add(SourceProductionContext output, ModelFile file)
    {
        if (file.Source.Length > 0)
            output.AddSource(file.HintName + ".g.cs", file.Source);
    }
}
