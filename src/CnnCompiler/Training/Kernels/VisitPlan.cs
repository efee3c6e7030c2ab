using System.Runtime.CompilerServices;
using CnnCompiler.Inference;

namespace CnnCompiler.Training.Kernels;

/// <summary>How the taps of a convolution fall into vectors along the rows of the input, and where each tap's weight lies in them.</summary>
internal sealed class VisitPlan
{
    /// <summary>Vectors that are computed together where there are enough.</summary>
    public const int LargeTile = 9;

    private const int SmallTile = 3;

    private readonly int[] _places;

    /// <summary>A plan.</summary>
    /// <param name="kernelHeight">Rows of the kernel.</param>
    /// <param name="kernelWidth">Columns of the kernel.</param>
    /// <param name="channels">Input channels.</param>
    /// <param name="rowStep">Values from one row of the input to the next.</param>
    /// <param name="width">The number of lanes of a vector; what suits the taps and the machine where none is given.</param>
    public VisitPlan(int kernelHeight, int kernelWidth, int channels, int rowStep, int? width = null)
    {
        int run = kernelWidth * channels;
        Width = width ?? WidthFor(run);
        int vectors = (run + Width - 1) / Width;
        int used = kernelHeight * vectors;
        Tile = used % LargeTile is 0 or > LargeTile - SmallTile || used > 4 * LargeTile ? LargeTile : SmallTile;
        // Vectors beyond the last repeat its place; their weights are zero and their gradients are not looked at.
        Offsets = new int[(used + Tile - 1) / Tile * Tile];
        for (int vector = 0; vector < Offsets.Length; vector++)
        {
            int taken = Math.Min(vector, used - 1);
            Offsets[vector] = taken / vectors * rowStep + taken % vectors * Width;
        }
        _places = new int[kernelHeight * run];
        for (int channel = 0, index = 0; channel < channels; channel++)
            for (int row = 0; row < kernelHeight; row++)
                for (int column = 0; column < kernelWidth; column++, index++)
                {
                    int along = column * channels + channel;
                    _places[index] = (row * vectors + along / Width) * Width + along % Width;
                }
    }

    /// <summary>The number of lanes of a vector.</summary>
    public int Width { get; }

    /// <summary>How many vectors are computed together.</summary>
    public int Tile { get; }

    /// <summary>Where each vector lies, counted from the first tap in the input.</summary>
    public int[] Offsets { get; }

    /// <summary>Values of one output channel: all vectors.</summary>
    public int RowLength => Offsets.Length * Width;

    /// <summary>Takes the weights of one output channel over from the layer's parameter.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Pack(ReadOnlySpan<float> parameter, Span<float> row)
    {
        for (int index = 0; index < _places.Length; index++)
            row[_places[index]] = parameter[index];
    }

    /// <summary>Adds the gradients of one output channel to those of the layer's parameter.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddTo(ReadOnlySpan<float> row, Span<float> parameter)
    {
        for (int index = 0; index < _places.Length; index++)
            parameter[index] += row[_places[index]];
    }

    // A row of taps that fills eight lanes better than sixteen (24 values: 3 x 8 against 2 x 16) is not slower there.
    private static int WidthFor(int run)
    {
        if (VectorPath.Has512 && run > 8 && (run % 16 is 0 or > 8 || run > 64))
            return Float512.Count;
        return VectorPath.Has256 && run > 4 ? Float256.Count : Float128.Count;
    }
}
