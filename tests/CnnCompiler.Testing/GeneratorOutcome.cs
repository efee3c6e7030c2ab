using Microsoft.CodeAnalysis;

namespace CnnCompiler.Testing;

/// <summary>What a run of the generator made.</summary>
/// <param name="compilation">The project with the generated files.</param>
/// <param name="result">The run.</param>
public sealed class GeneratorOutcome(Compilation compilation, GeneratorRunResult result)
{
    /// <summary>The project with the generated files.</summary>
    public Compilation Compilation { get; } = compilation;

    /// <summary>What the generator has to say.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; } = result.Diagnostics;

    /// <summary>The generated texts.</summary>
    public IReadOnlyList<string> Generated { get; } = [.. result.GeneratedSources.Select(source => source.SourceText.ToString())];

    /// <summary>The names of the generated files.</summary>
    public IReadOnlyList<string> HintNames { get; } = [.. result.GeneratedSources.Select(source => source.HintName)];

    /// <summary>The exception that came out of the generator, or null.</summary>
    public Exception? Exception { get; } = result.Exception;

    /// <summary>Errors and warnings that the C# compiler has about the project with the generated files.</summary>
    public IReadOnlyList<Diagnostic> CompilerErrors =>
        [.. Compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)];

    /// <summary>Why each output of a step is what it is: new, modified, unchanged or cached.</summary>
    /// <param name="step">The name that the step is tracked by.</param>
    public IReadOnlyList<IncrementalStepRunReason> Reasons(string step) => result.TrackedSteps.TryGetValue(step, out var runs)
        ? [.. runs.SelectMany(run => run.Outputs).Select(output => output.Reason)]
        : [];

    /// <summary>The values of a step.</summary>
    /// <param name="step">The name that the step is tracked by.</param>
    public IReadOnlyList<object> Values(string step) => result.TrackedSteps.TryGetValue(step, out var runs)
        ? [.. runs.SelectMany(run => run.Outputs).Select(output => output.Value)]
        : [];
}
