using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using CnnCompiler.Generator.Planning;

namespace CnnCompiler.Generator.Kernels;

/// <summary>
/// How many rows of a depthwise convolution are computed before the 1x1 convolution behind it reads them. Estimates are in cycles of a core that multiplies
/// one 512-bit vector a cycle; only their relation counts. Measured on a Zen 4 core, 56x56x64 to 64 channels: strips of 1 row 255 us, 4 rows 259, 14 rows 257, one
/// convolution after the other 260; the difference grows where others use the third-level cache too.
/// </summary>
internal sealed class SeparableStrips
{
    /// <summary>Bytes of rows between the two that stay in a first-level cache of 32 KB beside weights and inputs.</summary>
    private const int FirstLevel = 20_000;

    /// <summary>Bytes that stay in a second-level cache of 1 MB, or half of one of 512 KB.</summary>
    internal const int SecondLevel = 256_000;

    private SeparableStrips(int rows, double cycles, double separateCycles) => (Rows, Cycles, SeparateCycles) = (rows, cycles, separateCycles);

    /// <summary>Rows of a strip.</summary>
    public int Rows { get; }

    /// <summary>The estimate for strips of this many rows.</summary>
    public double Cycles { get; }

    /// <summary>The estimate for one convolution after the other.</summary>
    public double SeparateCycles { get; }

    /// <summary>Whether strips are estimated to take less time.</summary>
    public bool Pays => Cycles < SeparateCycles;

    /// <summary>The strips of least estimated time.</summary>
    /// <param name="op">Both convolutions.</param>
    /// <param name="input">The map they read.</param>
    /// <param name="between">The map between them.</param>
    /// <param name="channels">Channels of the result.</param>
    public static SeparableStrips Of(SeparableConvolution op, TensorType input, TensorType between, int channels)
    {
        var (rows, cycles) = Enumerable.Range(1, between.Height).Select(rows => (rows, Cycles: Estimate(rows))).OrderBy(strip => strip.Cycles).ThenByDescending(strip => strip.rows).First();
        return new(rows, cycles, Estimate(between.Height));

        double Estimate(int rows)
        {
            int lanes = Lanes.Pad(between.Channels);
            int outputLanes = Lanes.Pad(channels);
            int strips = (between.Height + rows - 1) / rows;
            int pixels = DepthwiseTiles.Of(op.Depthwise.Columns, input.Width, between.Width).Pixels;
            double depthwise = rows * (lanes / 16.0) * pixels * op.Depthwise.Rows.Kernel * op.Depthwise.Columns.Kernel;
            var tile = PointwiseTile.Choose(1, rows * between.Width, PointwiseTile.VectorsOf(outputLanes));
            int tiles = (rows * between.Width + tile.Pixels - 1) / tile.Pixels;
            int blocks = (outputLanes + 16 * tile.Vectors - 1) / (16 * tile.Vectors);
            double pointwise = (double)tiles * blocks * between.Channels * Math.Max(tile.Pixels * tile.Vectors, 4);
            double bytes = 4.0 * rows * between.Width * lanes;
            // A value between the two is written once and read for every block of output channels.
            double moved = bytes / 64 * (1 + blocks) * (bytes <= FirstLevel ? 0 : bytes <= SecondLevel ? 0.5 : 1.5);
            // Every strip reads the 1x1 kernel anew; one that does not fit beside the rows comes from the second-level cache.
            double weights = 4.0 * between.Channels * outputLanes;
            double read = weights + Math.Min(bytes, FirstLevel) <= 32_000 ? 0 : weights / 64 * 0.5;
            return strips * (depthwise + pointwise + moved + read);
        }
    }
}
