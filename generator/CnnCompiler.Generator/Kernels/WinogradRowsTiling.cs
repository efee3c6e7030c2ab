using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using CnnCompiler.Generator.Planning;

namespace CnnCompiler.Generator.Kernels;

/// <summary>How a convolution with Winograd's algorithm from row to row is cut up.</summary>
internal sealed record WinogradRowsTiling
{
    /// <summary>Registers of AVX2.</summary>
    private const int Registers = 16;

    /// <summary>The taps of a row are held in registers beside the sums of seven outputs.</summary>
    private const int MostColumns = 8;

    private const int MostParts = 3;

    /// <summary>Lanes of the widest vector; a row of inputs must fill it.</summary>
    private const int WidestVector = 16;

    /// <summary>Bytes of products at a time: they are to stay in the first-level cache beside the rows of inputs.</summary>
    private const int MostBytes = 16_000;

    private WinogradRowsTiling(Convolution op, TensorType input, TensorType output, WinogradForm rows, int parts)
    {
        (Rows, Parts) = (rows, parts);
        Channels = input.Channels;
        Height = op.PoolsTwoByTwo ? output.Height * 2 : output.Height;
        Width = op.PoolsTwoByTwo ? output.Width * 2 : output.Width;
        InputWidth = (Width - 1) * op.Columns.Stride + op.Columns.Extent;
        OutputLanes = Lanes.Pad(output.Channels);
        int most = Math.Min(12, Registers - 1 - op.Columns.Kernel);
        Strip = Enumerable.Range(1, Width)
            .Where(strip => (!op.PoolsTwoByTwo || strip % 2 == 0) && (strip == 1 || strip == 2 || sizeof(float) * rows.Inputs * strip * BlockLanes <= MostBytes))
            .OrderBy(strip => Times(Width, strip)).ThenBy(strip => strip).First();
        Pixels = Enumerable.Range(1, Math.Min(most, Strip)).OrderBy(pixels => Times(Strip, pixels) * Math.Max(pixels, 8)).ThenBy(pixels => pixels).First();
        double waste = (double)Times(Strip, Pixels) * Pixels / Strip * Times(Width, Strip) * Strip / Width;
        double products = rows.Inputs * parts * op.Columns.Kernel * Channels * waste;
        Time = (long)(Times(Height, rows.Outputs) * (Width * (products + rows.OutputCost + rows.Inputs * 0.4) * OutputLanes + (double)InputWidth * Lanes.Pad(Channels) * parts * rows.InputCost));
        DirectTime = (long)op.Rows.Kernel * op.Columns.Kernel * Channels * Height * Width * OutputLanes;
    }

    /// <summary>The algorithm.</summary>
    public WinogradForm Rows { get; }

    /// <summary>Into how many parts a tall kernel is cut, each a kernel of its own on rows further down; their products have the same transform.</summary>
    public int Parts { get; }

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

    /// <summary>Columns of outputs whose products are made before the next ones.</summary>
    public int Strip { get; }

    /// <summary>Columns of outputs that registers hold.</summary>
    public int Pixels { get; }

    /// <summary>Estimated time, in multiply-adds of one lane.</summary>
    public long Time { get; }

    private long DirectTime { get; }

    /// <summary>From one row of products to the next.</summary>
    public int ProductStep => Strip * BlockLanes + 16;

    /// <summary>From one row of transformed inputs to the next.</summary>
    public int RowStep(int pixelStride) => (InputWidth * pixelStride + 15) / 16 * 16 + 16;

    public int TemporaryLength(int pixelStride) => checked(Rows.Inputs * (Parts * RowStep(pixelStride) + ProductStep));

    /// <summary>The tiling of least estimated time, or null where the convolution cannot be computed like that or another way takes less.</summary>
    public static WinogradRowsTiling? Of(Node node)
    {
        if (node.Operator is not Convolution { Groups: 1, Rows: { Stride: 1, Dilation: 1 }, Columns.Kernel: <= MostColumns } op)
            return null;
        var candidates =
            from parts in Enumerable.Range(1, MostParts)
            where op.Rows.Kernel % parts == 0
            from rows in WinogradForm.For(op.Rows.Kernel / parts, oneDirection: true)
            where !op.PoolsTwoByTwo || rows.Outputs % 2 == 0
            let tiling = new WinogradRowsTiling(op, node.Input.Type, node.Output.Type, rows, parts)
            where tiling.Height >= rows.Outputs && tiling.InputWidth * tiling.Channels >= WidestVector && tiling.Time < tiling.DirectTime
            orderby tiling.Time
            select tiling;
        return candidates.FirstOrDefault() is { } best && (WinogradTiling.Of(node) is not { } square || best.Time <= square.Time) ? best : null;
    }

    private static int Times(int length, int part) => (length + part - 1) / part;
}
