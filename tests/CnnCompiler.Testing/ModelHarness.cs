using System.Reflection;
using System.Runtime.Loader;
using CnnCompiler.Weights;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CnnCompiler.Testing;

/// <summary>
/// Declarations compiled as a user's build would compile them: the generator runs, the C# compiler takes both files and the weights as
/// resources, and the assembly is loaded. Warnings count as errors.
/// </summary>
public sealed class ModelHarness : IDisposable
{
    /// <summary>The id of the diagnostic that a weight file is missing.</summary>
    private const string MissingWeights = "CNN0101";

    private readonly AssemblyLoadContext _context = new("compiled models", isCollectible: true);
    private readonly Assembly _assembly;

    private ModelHarness(byte[] image, IReadOnlyList<string> generated)
    {
        (Image, Generated) = (image, generated);
        _assembly = _context.LoadFromStream(new MemoryStream(image));
    }

    /// <summary>The bytes of the assembly.</summary>
    public byte[] Image { get; }

    /// <summary>The texts that the generator wrote.</summary>
    public IReadOnlyList<string> Generated { get; }

    /// <summary>A compiled class.</summary>
    /// <param name="name">Its full name.</param>
    public CompiledModel this[string name] => new(TypeOf(name));

    /// <summary>The type of a compiled class, for models that are not one float input to one float output.</summary>
    /// <param name="name">Its full name.</param>
    public Type TypeOf(string name) => _assembly.GetType(name, throwOnError: true)!;

    /// <summary>Compiles declarations.</summary>
    /// <param name="source">The text of a C# file with any number of declared classes.</param>
    /// <param name="weightFiles">The weight files by their names in the declarations.</param>
    /// <param name="expected">The ids of diagnostics that the source is meant to have.</param>
    /// <exception cref="InvalidOperationException">
    /// The generator or the compiler has something to say; the message says it, with the numbered texts.
    /// </exception>
    public static ModelHarness Compile(string source, IReadOnlyDictionary<string, byte[]> weightFiles, params IReadOnlyList<string> expected)
    {
        var outcome = GeneratorHarness.Run(source, [.. weightFiles.Select(file => new InMemoryModelFile(file.Key, file.Value))]);
        Check(outcome.Diagnostics, source, outcome.Generated, expected);
        // Optimised as a user's release build is: only the just-in-time compiler's work is then compared and measured.
        var options = (CSharpCompilationOptions)outcome.Compilation.Options;
        var compilation = outcome.Compilation.WithOptions(options.WithOptimizationLevel(OptimizationLevel.Release));
        using var image = new MemoryStream();
        var result = compilation.Emit(
            image,
            manifestResources: weightFiles.Select(
                file => new ResourceDescription("CnnModel/" + file.Key, () => new MemoryStream(file.Value), isPublic: true)));
        Check(result.Diagnostics, source, outcome.Generated, []);
        return new ModelHarness(image.ToArray(), outcome.Generated);
    }

    /// <summary>Compiles one net that was put together in code, as the class <c>Net</c>.</summary>
    /// <param name="architecture">The net.</param>
    /// <param name="weights">The values of its tensors, by their names in the weight file.</param>
    /// <param name="featureMaps">Whether the class is to offer the output of every layer.</param>
    public static ModelHarness Compile(Architecture architecture, IReadOnlyDictionary<string, float[]> weights, bool featureMaps = false)
    {
        using var file = new MemoryStream();
        SafetensorsWriter.Write(file, architecture.Parameters.Select(
            parameter => new WeightTensor(parameter.Name, parameter.Shape, weights[parameter.Name])));
        string source = DeclarationText.Usings + DeclarationText.Of(architecture, "Net", architecture.Parameters.Count == 0 ? null : "net.safetensors", featureMaps: featureMaps);
        return Compile(source, new Dictionary<string, byte[]> { ["net.safetensors"] = file.ToArray() });
    }

    /// <summary>Compiles a net without its weight file, as the class <c>Net</c>: what a user has before training.</summary>
    public static ModelHarness CompileWithoutWeights(Architecture architecture) => Compile(
        DeclarationText.Usings + DeclarationText.Of(architecture, "Net", "net.safetensors"), new Dictionary<string, byte[]>(), MissingWeights);

    /// <inheritdoc/>
    public void Dispose() => _context.Unload();

    private static void Check(IEnumerable<Diagnostic> diagnostics, string source, IReadOnlyList<string> generated, IReadOnlyList<string> expected)
    {
        Diagnostic[] serious = [.. diagnostics.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning && !expected.Contains(diagnostic.Id))];
        if (serious.Length > 0)
            throw new InvalidOperationException(Failure(serious, source, generated));
    }

    private static string Failure(IEnumerable<Diagnostic> diagnostics, string source, IReadOnlyList<string> generated) => string.Join('\n',
    [
        "The declarations do not compile:",
        .. diagnostics.Take(20).Select(diagnostic => diagnostic.ToString()),
        "--- declared", Numbered(source),
        .. generated.SelectMany(text => (string[])["--- generated", Numbered(text)]),
    ]);

    private static string Numbered(string text) => string.Join('\n', text.Split('\n').Select((line, index) => $"{index + 1,5} {line}"));
}
