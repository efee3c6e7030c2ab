using System.Text.Json.Serialization;

namespace CnnCompiler.Benchmarks;

/// <summary>What was measured of one epoch.</summary>
/// <param name="Net">The net's short name.</param>
/// <param name="Threads">The number of threads.</param>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Seconds">How long it took, the test not counted.</param>
/// <param name="Accuracy">The share of right answers on the test images after it.</param>
/// <param name="ImagesPerSecond">Images learned from a second.</param>
/// <param name="Gflops">Operations of the declared multiply-adds, forward and backward, in units of 1e9 a second.</param>
/// <param name="PeakShare">That as a share of what the threads could do at the FMA peak measured after the epoch.</param>
/// <param name="AllocatedBytes">Managed memory allocated by all threads in the epoch, the test included.</param>
internal sealed record TrainingResult(
    [property: JsonPropertyName("net")] string Net,
    [property: JsonPropertyName("threads")] int Threads,
    [property: JsonPropertyName("epoch")] int Epoch,
    [property: JsonPropertyName("seconds")] double Seconds,
    [property: JsonPropertyName("accuracy")] double Accuracy,
    [property: JsonPropertyName("images_per_second")] double ImagesPerSecond,
    [property: JsonPropertyName("gflops")] double Gflops,
    [property: JsonPropertyName("peak_share")] double PeakShare,
    [property: JsonPropertyName("allocated_bytes")] long AllocatedBytes);
