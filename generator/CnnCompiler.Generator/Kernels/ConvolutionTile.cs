using CnnCompiler.Generator.Graph.Operators;

namespace CnnCompiler.Generator.Kernels;

/// <summary>
/// The block of outputs that a convolution keeps in registers: rows x pixels x vectors of channels.
/// </summary>
/// <param name="Rows">Output rows.</param>
/// <param name="Pixels">Output pixels of each row.</param>
/// <param name="Vectors">Vectors of output channels of each pixel.</param>
internal readonly record struct ConvolutionTile(int Rows, int Pixels, int Vectors)
{
    /// <summary>
    /// Accumulators at the most: with the kernel's vectors and the broadcast input they fit the 16 registers of AVX2, so that one text serves
    /// every machine; measured, a 2x6 tile reaches 95 to 100 % of the best tile made for 32 registers.
    /// </summary>
    private const int MostAccumulators = 12;

    /// <summary>Registers of AVX2.</summary>
    private const int Registers = 16;

    /// <summary>Cycles from one fused multiply-add to the next that needs its result, on x64 of the last ten years.</summary>
    private const int Latency = 4;

    /// <summary>The tile with the least estimated time for a layer of this size.</summary>
    /// <param name="op">The convolution.</param>
    /// <param name="height">Rows of the result before any pooling.</param>
    /// <param name="width">Columns of the result before any pooling.</param>
    /// <param name="lanes">Output channels, filled up to whole vectors.</param>
    public static ConvolutionTile Choose(Convolution op, int height, int width, int lanes)
    {
        (height, width) = op.PoolsTwoByTwo ? (height / 2 * 2, width / 2 * 2) : (height, width);
        var candidates =
            from vectors in lanes % 32 == 0 && op.Groups == 1 ? new[] { 1, 2 } : [1]
            from rows in op.PoolsTwoByTwo ? new[] { 2 } : height > 1 && op.Rows.Kernel > 1 ? [1, 2] : [1]
            from pixels in Enumerable.Range(1, Math.Min(width, MostAccumulators))
            let tile = new ConvolutionTile(rows, pixels, vectors)
            where tile.Fits(op)
            orderby tile.Time(op, height, width, lanes), tile.Rows * tile.Pixels
            select tile;
        return candidates.First();
    }

    private bool Fits(Convolution op)
    {
        if (op.PoolsTwoByTwo && Pixels % 2 != 0)
            return false;
        int accumulators = Rows * Pixels * Vectors;
        int kernels = Rows > 1 ? op.Rows.Kernel * Vectors : Vectors;
        // A pooling tile of 2x2 is taken even where a tall kernel leaves no registers: there is no smaller one.
        return accumulators <= MostAccumulators && (accumulators + kernels + 1 <= Registers || (op.PoolsTwoByTwo && Pixels == 2 && Vectors == 1));
    }

    /// <summary>Two multiply-adds and two loads a cycle, and no tile faster than its chain of dependent sums.</summary>
    private long Time(Convolution op, int height, int width, int lanes)
    {
        long tiles = (long)Tiles(height, Rows) * Tiles(width, Pixels) * Tiles(lanes, Vectors * Math.Min(16, lanes));
        int multiplyAdds = Rows * Pixels * Vectors * op.Rows.Kernel;
        int inputRows = Enumerable.Range(0, Rows).SelectMany(row => Enumerable.Range(0, op.Rows.Kernel).Select(tap => row * op.Rows.Stride + tap * op.Rows.Dilation)).Distinct().Count();
        int loads = inputRows * Pixels + op.Rows.Kernel * Vectors;
        int halfCycles = Math.Max(Math.Max(multiplyAdds, loads), 2 * Latency * op.Rows.Kernel);
        return tiles * halfCycles;
    }

    private static int Tiles(int length, int tile) => (length + tile - 1) / tile;
}
