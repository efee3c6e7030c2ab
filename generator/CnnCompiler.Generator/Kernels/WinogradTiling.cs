using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using CnnCompiler.Generator.Planning;

namespace CnnCompiler.Generator.Kernels;

/// <summary>How a Winograd convolution is cut up: its tiles, how many go through the transforms at a time, and what registers hold of the products.</summary>
internal sealed record WinogradTiling
{
    /// <summary>
    /// Bytes of transformed inputs and products at a time: with the kernels of one block they stay in a second-level cache of 1 MB. Measured on
    /// 56x56x64, anything from 190 KB to 800 KB takes the same time within 2 %.
    /// </summary>
    private const int MostBytes = 260_000;

    /// <summary>
    /// Tiles at a time: a tap that comes from the second-level cache is used as often. Measured on 32x32x16, 16 tiles take 15.5 us, 33 tiles, whose inputs and
    /// products are 150 KB, 16.4, and 11 tiles 16.6.
    /// </summary>
    private const int MostTiles = 16;

    /// <summary>Input channels up to which seven products are taken in both directions: errors add up, 1.4e-6 of 8 channels is 2.9e-6 of 64.</summary>
    private const int MostOfSeven = 16;

    /// <summary>Registers of AVX2.</summary>
    private const int Registers = 16;

    /// <summary>Fewer output channels fill no vector of their own.</summary>
    private const int LeastLanes = 8;

    /// <summary>Bytes of weights that a second-level cache holds beside everything else; reading more costs as much as four multiply-adds a vector.</summary>
    private const int CachedWeights = 1 << 20;

    private WinogradTiling(Convolution op, TensorType input, TensorType output, WinogradForm rows, WinogradForm columns)
    {
        (Rows, Columns) = (rows, columns);
        Height = op.PoolsTwoByTwo ? output.Height * 2 : output.Height;
        Width = op.PoolsTwoByTwo ? output.Width * 2 : output.Width;
        (TilesDown, TilesAcross) = op.PoolsTwoByTwo ? (1 + rows.Outputs % 2, 1 + columns.Outputs % 2) : (1, 1);
        (Down, Across) = (Times(Height, GroupHeight), Times(Width, GroupWidth));
        Channels = input.Channels;
        InputLanes = Lanes.Pad(input.Channels);
        OutputLanes = Lanes.Pad(output.Channels);
        VectorLanes = Math.Min(16, OutputLanes);
        Vectors = OutputLanes % (2 * VectorLanes) == 0 ? 2 : 1;
        int most = Math.Min(MostTiles, Math.Max(6, MostBytes / (sizeof(float) * Products * (InputLanes + BlockLanes))));
        (Strip, BlockTiles) = Choose(Math.Min(most, Tiles));
    }

    /// <summary>The algorithm from row to row.</summary>
    public WinogradForm Rows { get; }

    /// <summary>The algorithm from column to column.</summary>
    public WinogradForm Columns { get; }

    /// <summary>Products of a tile for each pair of channels.</summary>
    public int Products => Rows.Inputs * Columns.Inputs;

    /// <summary>Rows of outputs that are computed, before any pooling.</summary>
    public int Height { get; }

    /// <summary>Columns of outputs that are computed, before any pooling.</summary>
    public int Width { get; }

    /// <summary>Rows of tiles of a group, which a pool that windows of two rows must not be cut by has two of where tiles have an odd number of rows; otherwise 1.</summary>
    public int TilesDown { get; }

    /// <summary>Columns of tiles of a group.</summary>
    public int TilesAcross { get; }

    /// <summary>Tiles of a group, which are numbered one after another.</summary>
    public int GroupTiles => TilesDown * TilesAcross;

    /// <summary>Rows of outputs of a group.</summary>
    public int GroupHeight => TilesDown * Rows.Outputs;

    /// <summary>Columns of outputs of a group.</summary>
    public int GroupWidth => TilesAcross * Columns.Outputs;

    /// <summary>Rows of groups; the last one is moved back to end with the map.</summary>
    public int Down { get; }

    /// <summary>Columns of groups.</summary>
    public int Across { get; }

    public int Channels { get; }

    public int InputLanes { get; }

    public int OutputLanes { get; }

    /// <summary>Lanes of the widest vector that the output channels fill: 16 or 8.</summary>
    public int VectorLanes { get; }

    /// <summary>Tiles whose input channels fill one such vector together: 2 or 4 where they are fewer than its lanes.</summary>
    public int TilesOfVector => Math.Max(1, VectorLanes / InputLanes);

    /// <summary>Vectors of output channels that are multiplied together.</summary>
    public int Vectors { get; }

    /// <summary>Tiles that are multiplied together.</summary>
    public int BlockTiles { get; }

    /// <summary>Tiles that go through all three steps before the next ones do.</summary>
    public int Strip { get; }

    public int Tiles => Down * Across * GroupTiles;

    /// <summary>
    /// Pieces that may be computed in any order: rows of groups. Where the last row is moved back over the one before, to other bits, the two are one piece,
    /// in which the last one is written last.
    /// </summary>
    public int Pieces => Height % GroupHeight == 0 ? Down : Math.Max(1, Down - 1);

    /// <summary>Output channels of a block of packed weights.</summary>
    public int BlockLanes => VectorLanes * Vectors;

    /// <summary>From one of the matrices of transformed inputs to the next. One cache line more than their values: multiples of 4 KB would share cache sets.</summary>
    public int InputStep => Times(Strip, TilesOfVector) * TilesOfVector * InputLanes + 16;

    /// <summary>From one of the matrices of products to the next.</summary>
    public int ProductStep => Strip * BlockLanes + 16;

    /// <summary>Values of what lies between the two directions of a transform: a tile of inputs, or a group of outputs.</summary>
    public int HalfLength => Math.Max(Products, GroupTiles * Rows.Outputs * Columns.Inputs) * 16;

    public int TemporaryLength => checked(Products * (InputStep + ProductStep) + HalfLength);

    /// <summary>Estimated time, in multiply-adds of one lane.</summary>
    public long Time
    {
        get
        {
            int inputCost = Columns.Inputs * Rows.InputCost + Rows.Inputs * Columns.InputCost;
            int outputCost = Columns.Inputs * Rows.OutputCost + Rows.Outputs * Columns.OutputCost;
            return Tiles * ((Products * Channels + outputCost) * (long)OutputLanes + inputCost * (long)InputLanes) + Reading(Products);
        }
    }

    /// <summary>The same for multiplying directly.</summary>
    private long DirectTime => (long)Rows.Kernel * Columns.Kernel * Height * Width * Channels * OutputLanes + Reading(Rows.Kernel * Columns.Kernel);

    /// <summary>The tiling of least estimated time, or null where the convolution cannot be computed like that or multiplying directly takes less.</summary>
    public static WinogradTiling? Of(Node node)
    {
        if (node.Operator is not Convolution { Groups: 1, Rows: { Stride: 1, Dilation: 1 }, Columns: { Stride: 1, Dilation: 1 } } op || Lanes.Pad(node.Output.Type.Channels) < LeastLanes)
            return null;
        var candidates =
            from rows in WinogradForm.For(op.Rows.Kernel)
            from columns in WinogradForm.For(op.Columns.Kernel)
            where rows.GoesWith(columns) && (rows.Inputs != 7 || columns.Inputs != 7 || node.Input.Type.Channels <= MostOfSeven)
            let tiling = new WinogradTiling(op, node.Input.Type, node.Output.Type, rows, columns)
            where tiling.Height >= tiling.GroupHeight && tiling.Width >= tiling.GroupWidth && tiling.Time < tiling.DirectTime
            orderby tiling.Time
            select tiling;
        return candidates.FirstOrDefault();
    }

    private long Reading(int taps) => (long)taps * Channels * OutputLanes * (sizeof(float) * (long)taps * Channels * OutputLanes > CachedWeights ? 4 : 1);

    /// <summary>The strip and the block of least estimated time: two multiply-adds and two loads a cycle, no block faster than its chain of dependent sums.</summary>
    private (int Strip, int BlockTiles) Choose(int most)
    {
        int largest = (Registers - 1 - Vectors) / Vectors;
        var candidates =
            from groups in Enumerable.Range(1, Math.Max(1, most / GroupTiles))
            let strip = groups * GroupTiles
            from tiles in Enumerable.Range(1, Math.Min(strip, Math.Min(largest, 12 / Vectors)))
            let halfCycles = Math.Max(Math.Max(tiles * Vectors, tiles + Vectors), 8) + 1
            orderby (long)Times(Tiles, strip) * (Times(strip, tiles) * halfCycles * 8 + 8), strip descending
            select (strip, tiles);
        return candidates.First();
    }

    private static int Times(int length, int part) => (length + part - 1) / part;
}
