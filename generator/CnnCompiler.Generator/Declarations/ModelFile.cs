using System.Collections.Immutable;
using CnnCompiler.Generator.Diagnostics;
using Microsoft.CodeAnalysis;

namespace CnnCompiler.Generator.Declarations;

/// <summary>What the compiler makes of a model.</summary>
/// <param name="HintName">The generated file's name without its ending.</param>
/// <param name="Source">Its text, or empty where there is none.</param>
/// <param name="Problems">What was found while compiling: what is wrong with an ONNX model, or the fault of the compiler.</param>
internal sealed record ModelFile(string HintName, string Source, EquatableArray<Problem> Problems)
{
    public static ModelFile Compile(CheckedModel model, Func<string, Stream> open, CancellationToken cancellation)
    {
        var declaration = model.Declaration;
        try
        {
            cancellation.ThrowIfCancellationRequested();
            if (declaration.Onnx is { } onnx)
                return OnnxFile.Compile(model, onnx, open, cancellation);
            string source = model.Compiles && ModelChecker.Build(declaration, []) is { } architecture
                ? ModelCompiler.Compile(architecture, declaration.Target, declaration.WeightFile, model.Weights, declaration.IsExact, declaration.FeatureMaps)
                : "";
            return new ModelFile(declaration.HintName, source, EquatableArray.Of<Problem>());
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return new ModelFile(declaration.HintName, "", EquatableArray.Of(Fault(declaration.Target, failure)));
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
