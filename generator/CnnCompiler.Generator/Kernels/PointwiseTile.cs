namespace CnnCompiler.Generator.Kernels;

/// <summary>The outputs that a 1x1 convolution keeps in registers: rows x pixels x vectors of channels.</summary>
internal readonly record struct PointwiseTile(int Rows, int Pixels, int Vectors)
{
    /// <summary>With two vectors of weights and a broadcast they fit the 16 registers of AVX2.</summary>
    private const int MostAccumulators = 12;

    /// <summary>Output channels of a block of packed weights.</summary>
    public static int BlockLanes(int lanes) => lanes % 32 == 0 ? 32 : Math.Min(16, lanes);

    /// <summary>
    /// Vectors of output channels that are computed together: two where there are two, because a broadcast value is then used twice; a last one is left over
    /// where their number is odd. Measured with 512 to 1000 channels, one vector at a time reaches 80 GFLOP/s where two reach 105.
    /// </summary>
    public static int VectorsOf(int lanes) => lanes >= 32 ? 2 : 1;

    /// <summary>The tile of least estimated time: two multiply-adds and two loads a cycle, four cycles from one sum to the next.</summary>
    public static PointwiseTile Choose(int height, int width, int vectors)
    {
        var candidates =
            from rows in Enumerable.Range(1, Math.Min(height, MostAccumulators))
            from pixels in Enumerable.Range(1, Math.Min(width, MostAccumulators))
            let outputs = rows * pixels
            where outputs * vectors <= MostAccumulators
            let halfCycles = Math.Max(Math.Max(outputs * vectors, outputs + vectors), 8) + 1
            orderby (long)Times(height, rows) * Times(width, pixels) * halfCycles, outputs descending, rows
            select new PointwiseTile(rows, pixels, vectors);
        return candidates.First();
    }

    private static int Times(int length, int tile) => (length + tile - 1) / tile;
}
