using System.Collections.Immutable;
using CnnCompiler.Generator.Declarations;
using CnnCompiler.Generator.Diagnostics;
using CnnCompiler.Generator.Weights;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CnnCompiler.Generator;

/// <summary>Writes the rest of every partial class that has <c>[CnnModel]</c>.</summary>
/// <remarks>
/// The steps: declarations and weight files are read into values without symbols or bytes, checked together, and the checked ones compiled. Code and
/// diagnostics are separate outputs, and only the latter see source positions: a declaration that has merely moved is not compiled again.
/// </remarks>
[Generator(LanguageNames.CSharp)]
public sealed class CnnGenerator : IIncrementalGenerator
{
    private readonly Func<string, Stream> _open;

    /// <summary>A generator that reads weight files from the disk.</summary>
    public CnnGenerator()
        : this(WeightFileReader.OpenFile)
    {
    }

    /// <summary>A generator that reads weight files from somewhere else.</summary>
    internal CnnGenerator(Func<string, Stream> open) => _open = open;

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var declarations = context.SyntaxProvider
            .ForAttributeWithMetadataName(DeclarationReader.ModelAttribute, static (node, _) => node is TypeDeclarationSyntax, DeclarationReader.Read)
            .Where(static model => model != null)
            .Select(static (model, _) => model!)
            .WithTrackingName(Steps.Declarations);

        var weights = context.AdditionalTextsProvider
            .Combine(context.AnalyzerConfigOptionsProvider)
            .Select((file, _) => WeightFileItems.Of(file.Left, file.Right, _open))
            .Where(static item => item != null)
            .WithTrackingName(Steps.WeightItems)
            .Select((item, cancellation) => WeightFileReader.Read(item!, _open, cancellation))
            .WithTrackingName(Steps.WeightFiles)
            .Collect();

        var models = declarations
            .Combine(weights)
            .Select(static (pair, cancellation) => ModelChecker.Check(pair.Left, pair.Right, cancellation))
            .WithTrackingName(Steps.Models);

        var files = models
            .Select(static (model, _) => model.Checked)
            .WithTrackingName(Steps.CheckedModels)
            .Select((model, cancellation) => ModelFile.Compile(model, _open, cancellation))
            .WithTrackingName(Steps.Files);

        // Hint names are compared without case, class names with it.
        var names = files.Select(static (file, _) => file.HintName).Collect();
        context.RegisterSourceOutput(
            files.Combine(names).Select(static (file, _) => file.Left.NamedApart(file.Right)).WithTrackingName(Steps.Sources),
            ModelFile.Add);

        var failures = files
            .Where(static file => file.Problems.Count > 0)
            .Select(static (file, _) => (file.HintName, file.Problems))
            .Collect();
        context.RegisterSourceOutput(
            models.Combine(failures).Select(static (pair, _) => pair.Left.Located(pair.Right)).WithTrackingName(Steps.Diagnostics),
            static (output, problems) => Report(output, problems));

        context.RegisterSourceOutput(
            context.SyntaxProvider
                .ForAttributeWithMetadataName(DeclarationReader.InputAttribute, static (node, _) => node is TypeDeclarationSyntax, DeclarationReader.FindStray)
                .Where(static problem => problem != null)
                .Select(static (problem, _) => problem!)
                .WithTrackingName(Steps.Strays),
            static (output, problem) => output.ReportDiagnostic(problem.ToDiagnostic()));
    }

    private static void Report(SourceProductionContext output, EquatableArray<LocatedProblem> problems)
    {
        foreach (var problem in problems)
            output.ReportDiagnostic(problem.ToDiagnostic());
    }

    /// <summary>The names that the steps are tracked by.</summary>
    internal static class Steps
    {
        public const string Declarations = "Declarations";
        public const string WeightItems = "WeightItems";
        public const string WeightFiles = "WeightFiles";
        public const string Models = "Models";
        public const string CheckedModels = "CheckedModels";
        public const string Files = "Files";
        public const string Sources = "Sources";
        public const string Diagnostics = "Diagnostics";
        public const string Strays = "Strays";
    }
}
