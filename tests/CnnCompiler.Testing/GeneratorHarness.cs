extern alias generator;

using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using generator::CnnCompiler.Generator;
using generator::CnnCompiler.Generator.Declarations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace CnnCompiler.Testing;

/// <summary>
/// A project in memory that the generator runs over as in a user's build: C# files, weight files, the runtime and the framework as references,
/// no unsafe code. Files can be changed between runs, and the generator then knows what it did before.
/// </summary>
public sealed class GeneratorHarness
{
    private static readonly Lazy<ImmutableArray<MetadataReference>> LazyReferences = new(FindReferences);

    private readonly CSharpParseOptions _parsing;
    private ImmutableArray<InMemoryModelFile> _files;
    private CSharpCompilation _compilation;
    private GeneratorDriver _driver;

    /// <summary>A project with one C# file, <c>Model.cs</c>.</summary>
    /// <param name="source">Its text.</param>
    /// <param name="files">The weight files that the project lists.</param>
    public GeneratorHarness(string source, params InMemoryModelFile[] files)
        : this(LanguageVersion.CSharp14, files) => SetSource("Model.cs", source);

    /// <summary>A project without C# files.</summary>
    /// <param name="language">The version of C# it compiles.</param>
    /// <param name="files">The weight files that the project lists.</param>
    public GeneratorHarness(LanguageVersion language, params InMemoryModelFile[] files)
    {
        _parsing = new CSharpParseOptions(language);
        _files = [.. files];
        _compilation = CSharpCompilation.Create(
            "Project",
            references: References,
            options: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        _driver = CSharpGeneratorDriver.Create(
            [new CnnGenerator(Open).AsSourceGenerator()], _files, _parsing, new ModelMetadata(),
            new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
    }

    /// <summary>The framework and the runtime.</summary>
    internal static ImmutableArray<MetadataReference> References => LazyReferences.Value;

    /// <summary>Runs the generator once over one C# file.</summary>
    /// <param name="source">The text of the C# file.</param>
    /// <param name="files">The weight files that the project lists.</param>
    public static GeneratorOutcome Run(string source, params InMemoryModelFile[] files) => new GeneratorHarness(source, files).Run();

    /// <summary>Adds a C# file, or gives it another text.</summary>
    /// <param name="path">The file's path.</param>
    /// <param name="source">Its text.</param>
    public void SetSource(string path, string source)
    {
        var tree = CSharpSyntaxTree.ParseText(source, _parsing, path);
        _compilation = _compilation.SyntaxTrees.FirstOrDefault(old => old.FilePath == path) is { } before
            ? _compilation.ReplaceSyntaxTree(before, tree)
            : _compilation.AddSyntaxTrees(tree);
    }

    /// <summary>Makes these the weight files that the project lists.</summary>
    public void SetFiles(params InMemoryModelFile[] files)
    {
        _files = [.. files];
        _driver = _driver.ReplaceAdditionalTexts([.. files]).WithUpdatedAnalyzerConfigOptions(new ModelMetadata());
    }

    /// <summary>Runs the generator over the project as it is now.</summary>
    public GeneratorOutcome Run()
    {
        _driver = _driver.RunGeneratorsAndUpdateCompilation(_compilation, out var compilation, out _);
        return new GeneratorOutcome(compilation, _driver.GetRunResult().Results[0]);
    }

    private static ImmutableArray<MetadataReference> FindReferences()
    {
        // Not every trusted assembly: the generator's own has the declarations in it too, and they would be ambiguous.
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        return
        [
            .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
                .Where(path => Path.GetDirectoryName(path) == framework)
                .Append(typeof(Architecture).Assembly.Location)
                .Select(path => MetadataReference.CreateFromFile(path)),
        ];
    }

    private Stream Open(string path) =>
        _files.FirstOrDefault(file => file.Path == path)?.Open() ?? throw new FileNotFoundException($"Could not find file '{path}'.");

    private sealed class ModelMetadata : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions => new Options([]);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => new Options([]);

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) =>
            new Options(textFile is InMemoryModelFile file
                ? new() { [WeightFileItems.NameKey] = file.Name, [WeightFileItems.HashKey] = file.Hash ?? "" }
                : []);
    }

    private sealed class Options(Dictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);
    }
}
