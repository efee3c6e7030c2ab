using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using CnnCompiler.Generator.Planning;

namespace CnnCompiler.Generator.Kernels;

/// <summary>How a <see cref="WinogradRegistersConvolution"/> is cut up.</summary>
internal sealed record WinogradRegistersTiling
{
    /// <summary>Products at the most: with a tap and an input they fit the 16 registers of AVX2.</summary>
    private const int MostProducts = 12;

    /// <summary>Taps that stay in registers beside the products where there are 32; elsewhere they come from memory, as the others do everywhere.</summary>
    private const int MostHeldTaps = 12;

    private const int MostColumns = 7;

    /// <summary>Fewer output channels leave half of a vector empty.</summary>
    private const int LeastLanes = 8;

    /// <summary>Lanes of the widest vector; a row of inputs must fill it.</summary>
    private const int WidestVector = 16;

    /// <summary>Half cycles of a tile's addresses.</summary>
    private const int TileCost = 3;

    private WinogradRegistersTiling(Convolution op, TensorType input, TensorType output, WinogradForm rows, int pixels)
    {
        (Rows, Pixels) = (rows, pixels);
        Channels = input.Channels;
        Height = op.PoolsTwoByTwo ? output.Height * 2 : output.Height;
        Width = op.PoolsTwoByTwo ? output.Width * 2 : output.Width;
        InputWidth = (Width - 1) * op.Columns.Stride + op.Columns.Extent;
        OutputLanes = Lanes.Pad(output.Channels);
        HoldsTaps = Channels * rows.Inputs * op.Columns.Kernel <= MostHeldTaps;
        int multiplyAdds = Channels * rows.Inputs * op.Columns.Kernel * pixels;
        int loads = Channels * rows.Inputs * ((pixels - 1) * op.Columns.Stride + op.Columns.Kernel + (HoldsTaps ? 0 : op.Columns.Kernel));
        int halfCycles = Math.Max(multiplyAdds + pixels * (rows.OutputProducts + rows.Outputs), loads) + TileCost;
        Time = Down * ((long)Times(Width, pixels) * halfCycles * OutputLanes + (long)InputWidth * Channels * rows.InputCost);
        DirectTime = (long)op.Rows.Kernel * op.Columns.Kernel * Channels * Height * Width * OutputLanes;
    }

    /// <summary>The algorithm.</summary>
    public WinogradForm Rows { get; }

    public int Channels { get; }

    /// <summary>Rows of outputs that are computed, before any pooling.</summary>
    public int Height { get; }

    /// <summary>Columns of outputs that are computed, before any pooling.</summary>
    public int Width { get; }

    /// <summary>Columns of inputs that they read.</summary>
    public int InputWidth { get; }

    public int OutputLanes { get; }

    /// <summary>Output channels of a block of packed weights.</summary>
    public int BlockLanes => Math.Min(WidestVector, OutputLanes);

    /// <summary>Columns of outputs whose products are held together.</summary>
    public int Pixels { get; }

    /// <summary>Whether all taps are read once for a row of tiles.</summary>
    public bool HoldsTaps { get; }

    /// <summary>Rows of tiles; the last one is moved back to end with the map.</summary>
    public int Down => Times(Height, Rows.Outputs);

    /// <summary>Pieces that may be computed in any order: where the last row is moved back over the one before, to other bits, the two are one piece.</summary>
    public int Pieces => Height % Rows.Outputs == 0 ? Down : Math.Max(1, Down - 1);

    /// <summary>Estimated time, in multiply-adds of one lane.</summary>
    public long Time { get; }

    private long DirectTime { get; }

    /// <summary>From one row of transformed inputs to the next.</summary>
    public int RowStep(int pixelStride) => (InputWidth * pixelStride + 15) / 16 * 16;

    /// <summary>The transformed inputs of two rows of tiles.</summary>
    public int TemporaryLength(int pixelStride) => checked(2 * Rows.Inputs * RowStep(pixelStride));

    /// <summary>
    /// The tiling of least estimated time, or null where the convolution cannot be computed like that or another way takes less. Of vectors of eight lanes two
    /// are multiplied a cycle, and taps that come from memory each time are too many loads: 26x26 with 4 channels to 8 took 3.2 us, with stored products 2.0.
    /// </summary>
    public static WinogradRegistersTiling? Of(Node node)
    {
        if (node.Operator is not Convolution { Groups: 1, Rows: { Stride: 1, Dilation: 1 }, Columns.Kernel: <= MostColumns } op || Lanes.Pad(node.Output.Type.Channels) < LeastLanes)
            return null;
        var candidates =
            from rows in WinogradForm.InRegisters(op.Rows.Kernel)
            where !op.PoolsTwoByTwo || rows.Outputs % 2 == 0
            from pixels in Enumerable.Range(1, MostProducts / rows.Inputs)
            where !op.PoolsTwoByTwo || pixels % 2 == 0
            let tiling = new WinogradRegistersTiling(op, node.Input.Type, node.Output.Type, rows, pixels)
            where tiling.HoldsTaps || tiling.OutputLanes % WidestVector == 0
            where tiling.Height >= rows.Outputs && tiling.Width >= pixels && tiling.InputWidth * tiling.Channels >= WidestVector && tiling.Time < tiling.DirectTime
            orderby tiling.Time, pixels
            select tiling;
        return candidates.FirstOrDefault() is { } best
            && (WinogradRowsTiling.Of(node) is not { } stored || best.Time <= stored.Time)
            && (WinogradTiling.Of(node) is not { } square || best.Time <= square.Time) ? best : null;
    }

    private static int Times(int length, int part) => (length + part - 1) / part;
}
