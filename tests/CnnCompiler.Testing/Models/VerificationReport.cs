using System.Globalization;

namespace CnnCompiler.Testing.Models;

/// <summary>How a compiled model compares with ONNX Runtime.</summary>
public sealed record VerificationReport
{
    /// <summary>What the generator said where it refuses the model; the comparison then did not take place.</summary>
    public IReadOnlyList<string> Refusals { get; init; } = [];

    /// <summary>The largest difference of any output, in units of its largest value.</summary>
    public double LargestDifference { get; init; }

    /// <summary>The output that differs too much, or null.</summary>
    public string? Output { get; init; }

    /// <summary>What is known of the first node whose value differs; null where the outputs agree.</summary>
    public string? FirstNode { get; init; }

    /// <summary>Whether the model was compiled and agrees.</summary>
    public bool Agrees => Refusals.Count == 0 && Output is null;

    /// <summary>The comparison in words.</summary>
    public override string ToString() => Refusals.Count > 0 ? "The model is not compiled: " + string.Join('\n', Refusals)
        : Output is null ? string.Create(CultureInfo.InvariantCulture, $"agrees, largest difference {LargestDifference:0.0e-0}")
        : string.Create(CultureInfo.InvariantCulture, $"{Output}. {FirstNode}");
}

/// <summary>A compiled model does not compute what ONNX Runtime computes.</summary>
/// <param name="report">The comparison.</param>
public sealed class VerificationException(VerificationReport report) : Exception(report.ToString())
{
    /// <summary>The comparison.</summary>
    public VerificationReport Report { get; } = report;
}
