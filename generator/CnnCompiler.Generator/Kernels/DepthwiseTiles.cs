using CnnCompiler.Generator.Graph.Operators;

namespace CnnCompiler.Generator.Kernels;

/// <summary>
/// How a row of a depthwise convolution is cut into tiles. The first and the last pixels of a row, whose windows step over the map's edge, have tiles of
/// their own without the taps outside: so no zeros need lie around the map.
/// </summary>
internal sealed class DepthwiseTiles
{
    /// <summary>Rows up to this width are one tile, or two, each written with the taps that it has.</summary>
    private const int MostPixels = 10;

    /// <summary>Registers of AVX2, less the one for the input value.</summary>
    private const int Registers = 15;

    private DepthwiseTiles(IReadOnlyList<Tile> edges, TileRange? middle, int firstMiddle) => (Edges, Middle, FirstMiddle) = (edges, middle, firstMiddle);

    /// <summary>Tiles at a fixed place.</summary>
    public IReadOnlyList<Tile> Edges { get; }

    /// <summary>The tiles of a loop over the pixels whose windows lie inside the map; null where there are none.</summary>
    public TileRange? Middle { get; }

    /// <summary>The first pixel of that loop.</summary>
    public int FirstMiddle { get; }

    /// <summary>Pixels that are computed, the ones that are computed twice counted twice.</summary>
    public int Pixels => Edges.Sum(tile => tile.Pixels) + (Middle is { } middle ? middle.Count * middle.Tile : 0);

    /// <summary>Some neighbouring pixels.</summary>
    internal readonly record struct Tile(int First, int Pixels);

    /// <summary>The tiles for rows of this length.</summary>
    public static DepthwiseTiles Of(WindowGeometry columns, int inputWidth, int width)
    {
        int most = Math.Min(MostPixels, Registers - columns.Kernel);
        int left = Math.Max(0, (columns.PadBefore + columns.Stride - 1) / columns.Stride);
        int room = inputWidth + columns.PadBefore - columns.Extent;
        int right = room < 0 ? 0 : Math.Min(width, room / columns.Stride + 1);
        if (width <= 2 * most || right - left < 2 * most)
            return new([.. Fixed(0, width, most)], null, 0);
        int tile = Enumerable.Range(4, Math.Max(1, Math.Min(8, most) - 3)).OrderBy(pixels => (right - left + pixels - 1) / pixels * pixels).ThenByDescending(pixels => pixels).First();
        return new([.. Fixed(0, left, most), .. Fixed(right, width, most)], TileRange.Over(right - left, tile), left);
    }

    private static IEnumerable<Tile> Fixed(int start, int end, int most)
    {
        int count = (end - start + most - 1) / most;
        int pixels = count == 0 ? 0 : (end - start + count - 1) / count;
        return Enumerable.Range(0, count).Select(index => new Tile(Math.Min(start + index * pixels, end - pixels), pixels));
    }
}
