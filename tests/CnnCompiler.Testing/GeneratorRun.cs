extern alias generator;

using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using generator::CnnCompiler.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace CnnCompiler.Testing;

/// <summary>A run of the generator over declarations and weight files that lie in memory.</summary>
/// <param name="Compilation">The declarations together with what was generated.</param>
/// <param name="Generated">The generated texts.</param>
/// <param name="Diagnostics">What the generator said.</param>
internal sealed record GeneratorRun(Compilation Compilation, IReadOnlyList<string> Generated, ImmutableArray<Diagnostic> Diagnostics)
{
    private static readonly CSharpParseOptions s_parsing = new(LanguageVersion.CSharp14);

    private static readonly ImmutableArray<MetadataReference> s_references = References();

    /// <summary>Runs the generator.</summary>
    /// <param name="source">The text of a C# file.</param>
    /// <param name="weightFiles">The weight files by their names in the declarations.</param>
    public static GeneratorRun Of(string source, IReadOnlyDictionary<string, byte[]> weightFiles)
    {
        var compilation = CSharpCompilation.Create(
            "CompiledModels" + Guid.NewGuid().ToString("N"),
            // The path keeps Roslyn from refusing a file without encoding when it embeds debug information.
            [CSharpSyntaxTree.ParseText(source, s_parsing, path: "Declarations.cs", encoding: Encoding.UTF8)],
            s_references,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, nullableContextOptions: NullableContextOptions.Enable));
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new CnnGenerator(path => new MemoryStream(weightFiles[path], writable: false)).AsSourceGenerator()],
            weightFiles.Keys.Select(name => new WeightText(name)),
            s_parsing,
            new WeightOptions(weightFiles));
        driver = driver.RunGeneratorsAndUpdateCompilation(compilation, out var updated, out var diagnostics);
        return new GeneratorRun(updated, [.. driver.GetRunResult().GeneratedTrees.Select(tree => tree.ToString())], diagnostics);
    }

    /// <summary>The running framework and the runtime; not the generator, which has the same types once more.</summary>
    private static ImmutableArray<MetadataReference> References()
    {
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        return
        [
            .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
                .Where(path => Path.GetDirectoryName(path) == framework)
                .Append(typeof(Architecture).Assembly.Location)
                .Select(path => MetadataReference.CreateFromFile(path)),
        ];
    }

    private sealed class WeightText(string name) : AdditionalText
    {
        public override string Path => name;

        public override SourceText? GetText(CancellationToken cancellationToken = default) =>
            throw new InvalidOperationException("A weight file is no text: the compiler reports CS2015 for whoever reads it as such.");
    }

    private sealed class WeightOptions(IReadOnlyDictionary<string, byte[]> files) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Values([]);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => new Values(new()
        {
            ["build_metadata.AdditionalFiles.CnnModel"] = textFile.Path,
            ["build_metadata.AdditionalFiles.CnnModelHash"] = Convert.ToHexString(SHA256.HashData(files[textFile.Path])).ToLowerInvariant(),
        });
    }

    private sealed class Values(Dictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value) =>
            values.TryGetValue(key, out value);
    }
}
