namespace CnnCompiler.Conformance;

/// <summary>How a comparison came out.</summary>
internal enum Verdict
{
    /// <summary>The outputs agree.</summary>
    Passed,

    /// <summary>The outputs differ, or there are none.</summary>
    Failed,

    /// <summary>The compiler says by a diagnostic that it cannot compile the model.</summary>
    Unsupported,
}

/// <summary>The outcome of one subject.</summary>
/// <param name="Name">The subject's name.</param>
/// <param name="Verdict">How it came out.</param>
/// <param name="Reason">Why it is no pass, or what is worth knowing of a pass; may be empty.</param>
internal sealed record Finding(string Name, Verdict Verdict, string Reason);

/// <summary>The outcomes of a run.</summary>
/// <param name="Findings">One for each subject.</param>
internal sealed record Report(IReadOnlyList<Finding> Findings)
{
    /// <summary>How many agree.</summary>
    public int Passed => Findings.Count(finding => finding.Verdict == Verdict.Passed);

    /// <summary>How many differ.</summary>
    public int Failed => Findings.Count(finding => finding.Verdict == Verdict.Failed);

    /// <summary>How many the compiler refuses.</summary>
    public int Unsupported => Findings.Count(finding => finding.Verdict == Verdict.Unsupported);

    /// <summary>The last line of a run.</summary>
    public string Total => FormattableString.Invariant($"total: {Passed} passed, {Failed} failed, {Unsupported} unsupported");

    /// <summary>The line of a subject that is worth one, or null.</summary>
    public static string? Line(Finding finding) => finding switch
    {
        { Verdict: Verdict.Passed, Reason: "" } => null,
        { Verdict: Verdict.Passed } => $"passed {finding.Name}: {finding.Reason}",
        { Verdict: Verdict.Failed } => $"FAILED {finding.Name}: {finding.Reason}",
        _ => $"unsupported {finding.Name}: {finding.Reason}",
    };
}
