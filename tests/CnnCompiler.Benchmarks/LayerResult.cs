using System.Text.Json.Serialization;

namespace CnnCompiler.Benchmarks;

/// <summary>What was measured of one layer with one strategy.</summary>
/// <param name="Net">The net's short name.</param>
/// <param name="Layer">What the layer computes.</param>
/// <param name="Shapes">From which shape to which.</param>
/// <param name="Strategy">The strategy's name.</param>
/// <param name="IsChosen">Whether the compiler takes it.</param>
/// <param name="Microseconds">The median time.</param>
/// <param name="Gflops">Two operations for each multiply-add, in units of 1e9 a second.</param>
/// <param name="PeakShare">That as a share of the FMA peak.</param>
internal sealed record LayerResult(
    [property: JsonPropertyName("net")] string Net,
    [property: JsonPropertyName("layer")] string Layer,
    [property: JsonPropertyName("shapes")] string Shapes,
    [property: JsonPropertyName("strategy")] string Strategy,
    [property: JsonPropertyName("chosen")] bool IsChosen,
    [property: JsonPropertyName("us")] double Microseconds,
    [property: JsonPropertyName("gflops")] double Gflops,
    [property: JsonPropertyName("peak_share")] double PeakShare);
