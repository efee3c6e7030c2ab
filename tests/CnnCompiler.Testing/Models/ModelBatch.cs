using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CnnCompiler.Testing.Models;

/// <summary>
/// Model files compiled as a user's build would compile them, many in one compilation, because a compilation's fixed costs are larger than those of a
/// small model. A file that is refused takes nothing away from the others.
/// </summary>
public sealed class ModelBatch : IDisposable
{
    private readonly List<AssemblyLoadContext> _contexts = [];
    private readonly Dictionary<string, ModelOutcome> _outcomes = new(StringComparer.Ordinal);
    private readonly bool _collectible;

    private ModelBatch(bool collectible) => _collectible = collectible;

    /// <summary>What became of the file of a class.</summary>
    public ModelOutcome this[string className] => _outcomes[className];

    /// <summary>The text that was generated for each class that was compiled.</summary>
    public IReadOnlyList<string> Generated { get; private set; } = [];

    /// <summary>Compiles model files.</summary>
    /// <param name="entries">The files.</param>
    /// <param name="collectible">Whether <see cref="Dispose"/> frees the code; code that can be freed may be slower.</param>
    public static ModelBatch Compile(IReadOnlyList<ModelEntry> entries, bool collectible = true)
    {
        var batch = new ModelBatch(collectible);
        try
        {
            batch.Add(entries);
            return batch;
        }
        catch
        {
            batch.Dispose();
            throw;
        }
    }

    /// <summary>Compiles one model file.</summary>
    public static ModelBatch Compile(ModelEntry entry, bool collectible = true) => Compile([entry], collectible);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_collectible)
            foreach (var context in _contexts)
                context.Unload();
        _contexts.Clear();
    }

    private void Add(IReadOnlyList<ModelEntry> entries)
    {
        if (entries.Count == 0)
            return;
        var harness = new GeneratorHarness(LanguageVersion.CSharp14, [.. entries.Select(entry => new InMemoryModelFile(entry.FileName, entry.Model))]);
        foreach (var entry in entries)
            harness.SetSource(PathOf(entry), entry.Source);
        var outcome = harness.Run();
        if (outcome.Exception is { } exception)
        {
            Divide(entries, "The generator threw " + exception);
            return;
        }
        var refusals = outcome.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .ToLookup(diagnostic => diagnostic.Location.GetLineSpan().Path, diagnostic => $"{diagnostic.Id}: {diagnostic.GetMessage()}");
        if (refusals.Count > 0)
        {
            ModelEntry[] accepted = [.. entries.Where(entry => !refusals.Contains(PathOf(entry)))];
            foreach (var entry in entries.Except(accepted))
                _outcomes.Add(entry.ClassName, new ModelOutcome(null, [.. refusals[PathOf(entry)]], null));
            if (accepted.Length < entries.Count)
                Add(accepted);
            else
                Divide(entries, "The generator reported, at no class: " + string.Join('\n', refusals.SelectMany(messages => messages)));
            return;
        }
        Load(entries, outcome);
    }

    private void Load(IReadOnlyList<ModelEntry> entries, GeneratorOutcome outcome)
    {
        // Optimised as a user's release build is.
        var compilation = outcome.Compilation.WithOptions(((CSharpCompilationOptions)outcome.Compilation.Options).WithOptimizationLevel(OptimizationLevel.Release));
        using var image = new MemoryStream();
        var result = compilation.Emit(
            image,
            manifestResources: entries.Select(entry => new ResourceDescription("CnnModel/" + entry.FileName, () => new MemoryStream(entry.Model), isPublic: true)));
        Diagnostic[] serious = [.. result.Diagnostics.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)];
        if (serious.Length > 0)
        {
            Divide(entries, "The generated code does not compile: " + string.Join('\n', serious.Take(5).Select(Describe)));
            return;
        }
        image.Position = 0;
        var context = new AssemblyLoadContext("compiled models", _collectible);
        _contexts.Add(context);
        var assembly = context.LoadFromStream(image);
        Generated = [.. Generated, .. outcome.Generated];
        foreach (var entry in entries)
            _outcomes.Add(entry.ClassName, Open(assembly.GetType(entry.ClassName, throwOnError: true)!));
    }

    private static ModelOutcome Open(Type type)
    {
        try
        {
            return new ModelOutcome(TensorModel.Of(type), [], null);
        }
        catch (Exception problem) when (problem is ArgumentException or TypeInitializationException or InvalidOperationException)
        {
            return new ModelOutcome(null, [], $"The class cannot be used: {problem.Message}");
        }
    }

    /// <summary>One model of several is at fault, and the compiler does not say which: each half is tried by itself.</summary>
    private void Divide(IReadOnlyList<ModelEntry> entries, string failure)
    {
        if (entries.Count == 1)
        {
            _outcomes.Add(entries[0].ClassName, new ModelOutcome(null, [], failure));
            return;
        }
        Add([.. entries.Take(entries.Count / 2)]);
        Add([.. entries.Skip(entries.Count / 2)]);
    }

    private static string PathOf(ModelEntry entry) => entry.ClassName + ".cs";

    /// <summary>A diagnostic with the line it is about: the generated file is not on the disk.</summary>
    private static string Describe(Diagnostic diagnostic)
    {
        var lines = diagnostic.Location.SourceTree?.GetText().Lines;
        int line = diagnostic.Location.GetLineSpan().StartLinePosition.Line;
        return lines is not null && line < lines.Count ? $"{diagnostic}\n    {lines[line].ToString().Trim()}" : diagnostic.ToString();
    }
}
