using System.Text.Json.Serialization;

namespace CnnCompiler.Benchmarks;

/// <summary>What was measured of one net.</summary>
/// <param name="Net">Its short name.</param>
/// <param name="OursMicroseconds">The median time of our prediction of one image.</param>
/// <param name="OnnxMicroseconds">The median time of ONNX Runtime's.</param>
/// <param name="Ratio">The median over the rounds of ONNX Runtime's time divided by ours.</param>
/// <param name="RatioLow">The lower quartile of that.</param>
/// <param name="RatioHigh">The upper quartile of that.</param>
/// <param name="Gflops">Ours, two operations for each declared multiply-add, in units of 1e9 a second.</param>
/// <param name="PeakShare">Ours as a share of the FMA peak of the same round.</param>
/// <param name="LargestDifference">The largest difference of two outputs in units of the largest output.</param>
/// <param name="Layout">The input's shape: ours, and ONNX Runtime's where it differs.</param>
/// <param name="Batch">Images of one call.</param>
/// <param name="FromPlanesMicroseconds">Ours with the transposition from ONNX Runtime's layout counted; null where the layouts are the same.</param>
/// <param name="FromPlanesRatio">The median over the rounds of ONNX Runtime's time divided by that.</param>
/// <param name="Threads">Threads of one call, on either side.</param>
/// <param name="AloneMicroseconds">Ours on one thread; null where that is all there is.</param>
/// <param name="Gain">The median over the rounds of that divided by our time with all threads.</param>
/// <param name="PeakGain">The median over the rounds of the FMA peak of that many pinned threads together divided by one thread's; null where one is all there is.</param>
internal sealed record Result(
    [property: JsonPropertyName("net")] string Net,
    [property: JsonPropertyName("ours_us")] double OursMicroseconds,
    [property: JsonPropertyName("ort_us")] double OnnxMicroseconds,
    [property: JsonPropertyName("ratio")] double Ratio,
    [property: JsonPropertyName("ratio_low")] double RatioLow,
    [property: JsonPropertyName("ratio_high")] double RatioHigh,
    [property: JsonPropertyName("gflops")] double Gflops,
    [property: JsonPropertyName("peak_share")] double PeakShare,
    [property: JsonPropertyName("max_diff")] double LargestDifference,
    [property: JsonPropertyName("layout")] string Layout,
    [property: JsonPropertyName("batch")] int Batch,
    [property: JsonPropertyName("ours_transposed_us")] double? FromPlanesMicroseconds,
    [property: JsonPropertyName("ratio_transposed")] double? FromPlanesRatio,
    [property: JsonPropertyName("threads")] int Threads,
    [property: JsonPropertyName("ours_one_thread_us")] double? AloneMicroseconds,
    [property: JsonPropertyName("thread_gain")] double? Gain,
    [property: JsonPropertyName("peak_thread_gain")] double? PeakGain);
