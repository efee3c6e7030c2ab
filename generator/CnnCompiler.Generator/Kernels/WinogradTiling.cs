using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using CnnCompiler.Generator.Planning;

namespace CnnCompiler.Generator.Kernels;

/// <summary>How a Winograd convolution is cut up: its tiles, how many go through the transforms at a time, and what registers hold of the products.</summary>
internal sealed record WinogradTiling
{
    /// <summary>Outputs of a tile, down and across.</summary>
    public const int Outputs = 4;

    /// <summary>Inputs of a tile, down and across: also the number of products of each of its rows.</summary>
    public const int Inputs = 6;

    /// <summary>Products of a tile for each pair of channels.</summary>
    public const int Products = Inputs * Inputs;

    /// <summary>
    /// Bytes of transformed inputs and products at a time: with the kernels of one block they stay in a second-level cache of 1 MB. Measured on
    /// 56x56x64, anything from 190 KB to 800 KB takes the same time within 2 %.
    /// </summary>
    private const int MostBytes = 260_000;

    /// <summary>Registers of AVX2.</summary>
    private const int Registers = 16;

    /// <summary>Multiply-adds that a tile's transforms cost for each input channel and each output channel, loads and stores among them.</summary>
    private const int InputCost = 220;

    private const int OutputCost = 160;

    /// <summary>Bytes of weights that a second-level cache holds beside everything else; reading more costs as much as four multiply-adds a vector.</summary>
    private const int CachedWeights = 1 << 20;

    private WinogradTiling(Convolution op, TensorType input, TensorType output)
    {
        Height = op.PoolsTwoByTwo ? output.Height * 2 : output.Height;
        Width = op.PoolsTwoByTwo ? output.Width * 2 : output.Width;
        (Down, Across) = (Count(Height), Count(Width));
        Channels = input.Channels;
        InputLanes = Lanes.Pad(input.Channels);
        OutputLanes = Lanes.Pad(output.Channels);
        VectorLanes = Math.Min(16, Math.Min(InputLanes, OutputLanes));
        Vectors = OutputLanes % (2 * VectorLanes) == 0 ? 2 : 1;
        int most = Math.Max(Inputs, MostBytes / (sizeof(float) * Products * (InputLanes + BlockLanes)));
        (Strip, BlockTiles) = Choose(Math.Min(most, Tiles));
    }

    /// <summary>Rows of outputs that are computed, before any pooling.</summary>
    public int Height { get; }

    /// <summary>Columns of outputs that are computed, before any pooling.</summary>
    public int Width { get; }

    /// <summary>Rows of tiles; the last one is moved back to end with the map.</summary>
    public int Down { get; }

    /// <summary>Columns of tiles.</summary>
    public int Across { get; }

    public int Channels { get; }

    public int InputLanes { get; }

    public int OutputLanes { get; }

    /// <summary>Lanes of the widest vector that both the input and the output channels fill: 16 or 8.</summary>
    public int VectorLanes { get; }

    /// <summary>Vectors of output channels that are multiplied together.</summary>
    public int Vectors { get; }

    /// <summary>Tiles that are multiplied together.</summary>
    public int BlockTiles { get; }

    /// <summary>Tiles that go through all three steps before the next ones do.</summary>
    public int Strip { get; }

    public int Tiles => Down * Across;

    /// <summary>
    /// Pieces that may be computed in any order: rows of tiles. Where the last row is moved back over the one before, to other bits, the two are one piece,
    /// in which the last one is written last.
    /// </summary>
    public int Pieces => Height % Outputs == 0 ? Down : Math.Max(1, Down - 1);

    /// <summary>Output channels of a block of packed weights.</summary>
    public int BlockLanes => VectorLanes * Vectors;

    /// <summary>From one of the 36 matrices of transformed inputs to the next. One cache line more than their values: multiples of 4 KB would share cache sets.</summary>
    public int InputStep => Strip * InputLanes + 16;

    /// <summary>From one of the 36 matrices of products to the next.</summary>
    public int ProductStep => Strip * BlockLanes + 16;

    public int TemporaryLength => checked(Products * (InputStep + ProductStep + 16));

    /// <summary>Whether all of this is estimated to take less time than multiplying directly.</summary>
    public bool Pays
    {
        get
        {
            long tile = (Products * Channels + OutputCost) * (long)OutputLanes + InputCost * (long)InputLanes;
            return Tiles * tile + Reading(Products) < 9L * Height * Width * Channels * OutputLanes + Reading(9);

            long Reading(int taps) => (long)taps * Channels * OutputLanes * (sizeof(float) * (long)taps * Channels * OutputLanes > CachedWeights ? 4 : 1);
        }
    }

    /// <summary>The tiling of a 3x3 convolution, or null where its output is smaller than a tile.</summary>
    public static WinogradTiling? Of(Node node)
    {
        var op = (Convolution)node.Operator;
        var tiling = new WinogradTiling(op, node.Input.Type, node.Output.Type);
        return tiling is { Height: >= Outputs, Width: >= Outputs } ? tiling : null;
    }

    /// <summary>The strip and the block of least estimated time: two multiply-adds and two loads a cycle, no block faster than its chain of dependent sums.</summary>
    private (int Strip, int BlockTiles) Choose(int most)
    {
        int largest = (Registers - 1 - Vectors) / Vectors;
        var candidates =
            from strip in Enumerable.Range(1, most)
            from tiles in Enumerable.Range(1, Math.Min(strip, Math.Min(largest, 12 / Vectors)))
            let halfCycles = Math.Max(Math.Max(tiles * Vectors, tiles + Vectors), 8) + 1
            orderby (long)Times(Tiles, strip) * (Times(strip, tiles) * halfCycles * 8 + 8), strip descending
            select (strip, tiles);
        return candidates.First();
    }

    private static int Count(int length) => Times(length, Outputs);

    private static int Times(int length, int part) => (length + part - 1) / part;
}
