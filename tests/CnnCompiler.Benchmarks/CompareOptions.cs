namespace CnnCompiler.Benchmarks;

/// <summary>What is measured, and how.</summary>
/// <param name="Rounds">How many times each model is measured; the medians are shown.</param>
/// <param name="Batch">Images of one call, on either side. Times are those of an image.</param>
/// <param name="Threads">Threads of one call, on either side.</param>
/// <param name="Json">A file for the results, or null.</param>
internal sealed record CompareOptions(int Rounds, int Batch, int Threads, FileInfo? Json);
