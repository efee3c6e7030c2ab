using StbImageWriteSharp;

namespace CnnCompiler.Report;

/// <summary>A picture in colours, drawn cell by cell: a map is a grid of cells that are each several pixels wide.</summary>
public sealed class Picture
{
    /// <summary>The light of the gaps between pictures beside one another.</summary>
    private const byte Gap = 200;

    private readonly byte[] _pixels;

    /// <summary>Makes a white picture.</summary>
    /// <param name="columns">Cells across; at least 1.</param>
    /// <param name="rows">Cells down; at least 1.</param>
    /// <param name="cell">Pixels of a cell's side; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1, or the picture would have more than 2^26 pixels.</exception>
    public Picture(int columns, int rows, int cell = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(cell, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)columns * cell * rows * cell, 1L << 26, nameof(cell));
        (Columns, Rows, Cell) = (columns, rows, cell);
        _pixels = new byte[3 * Width * Height];
        _pixels.AsSpan().Fill(byte.MaxValue);
    }

    /// <summary>Cells across.</summary>
    public int Columns { get; }

    /// <summary>Cells down.</summary>
    public int Rows { get; }

    /// <summary>Pixels of a cell's side.</summary>
    public int Cell { get; }

    /// <summary>Pixels across.</summary>
    public int Width => Columns * Cell;

    /// <summary>Pixels down.</summary>
    public int Height => Rows * Cell;

    /// <summary>A map in red and blue, its value of the largest size in the darkest colour.</summary>
    /// <param name="values">The values, pixel after pixel, each with all its channels.</param>
    /// <param name="rows">Rows of the map.</param>
    /// <param name="columns">Columns of the map.</param>
    /// <param name="channels">Channels of the map; 1 where it has no others.</param>
    /// <param name="channel">The channel to show.</param>
    /// <param name="cell">Pixels of a cell's side.</param>
    /// <param name="scale">What the darkest colour stands for; null for the largest size of this channel's values.</param>
    public static Picture RedBlue(ReadOnlySpan<float> values, int rows, int columns, int channels = 1, int channel = 0, int cell = 6, float? scale = null)
    {
        float most = scale ?? Largest(values, channels, channel);
        return Draw(values, rows, columns, channels, channel, cell, value => Rgb.RedBlue(most > 0 ? value / most : 0));
    }

    /// <summary>A map in grey, its least value black and its largest white.</summary>
    /// <param name="values">The values, pixel after pixel, each with all its channels.</param>
    /// <param name="rows">Rows of the map.</param>
    /// <param name="columns">Columns of the map.</param>
    /// <param name="channels">Channels of the map; 1 where it has no others.</param>
    /// <param name="channel">The channel to show.</param>
    /// <param name="cell">Pixels of a cell's side.</param>
    public static Picture Grey(ReadOnlySpan<float> values, int rows, int columns, int channels = 1, int channel = 0, int cell = 6)
    {
        var (least, most) = (float.PositiveInfinity, float.NegativeInfinity);
        for (int index = channel; index < values.Length; index += channels)
            (least, most) = (MathF.Min(least, values[index]), MathF.Max(most, values[index]));
        return Draw(values, rows, columns, channels, channel, cell, value => Rgb.Grey(most > least ? (value - least) / (most - least) : 0));
    }

    /// <summary>Pictures beside one another, in lines, with a grey gap between them.</summary>
    /// <param name="pictures">The pictures; at least one.</param>
    /// <param name="across">How many in a line; at least 1.</param>
    public static Picture Tile(IReadOnlyList<Picture> pictures, int across)
    {
        ArgumentOutOfRangeException.ThrowIfZero(pictures.Count);
        ArgumentOutOfRangeException.ThrowIfLessThan(across, 1);
        const int gap = 3;
        var (width, height) = (pictures.Max(picture => picture.Width) + gap, pictures.Max(picture => picture.Height) + gap);
        int columns = Math.Min(across, pictures.Count);
        var tiled = new Picture(columns * width - gap, (pictures.Count + across - 1) / across * height - gap);
        // Grey between them: a map's own 0 is white.
        tiled._pixels.AsSpan().Fill(Gap);
        for (int index = 0; index < pictures.Count; index++)
            tiled.Paste(pictures[index], index % across * width, index / across * height);
        return tiled;
    }

    /// <summary>Fills a cell.</summary>
    /// <param name="row">Its row.</param>
    /// <param name="column">Its column.</param>
    /// <param name="colour">Its colour.</param>
    public void Fill(int row, int column, Rgb colour)
    {
        for (int y = row * Cell; y < (row + 1) * Cell; y++)
            for (int x = column * Cell; x < (column + 1) * Cell; x++)
                Set(x, y, colour);
    }

    /// <summary>Draws a line around cells, inside of their edges.</summary>
    /// <param name="row">The first row.</param>
    /// <param name="column">The first column.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="columns">How many columns.</param>
    /// <param name="colour">The line's colour.</param>
    /// <param name="thickness">The line's thickness in pixels.</param>
    public void Outline(int row, int column, int rows, int columns, Rgb colour, int thickness = 2)
    {
        var (left, top, right, bottom) = (column * Cell, row * Cell, (column + columns) * Cell - 1, (row + rows) * Cell - 1);
        for (int y = top; y <= bottom; y++)
            for (int x = left; x <= right; x++)
                if (x < left + thickness || x > right - thickness || y < top + thickness || y > bottom - thickness)
                    Set(x, y, colour);
    }

    /// <summary>The picture as the bytes of a PNG file.</summary>
    public byte[] ToPng()
    {
        using var file = new MemoryStream();
        new ImageWriter().WritePng(_pixels, Width, Height, ColorComponents.RedGreenBlue, file);
        return file.ToArray();
    }

    private static float Largest(ReadOnlySpan<float> values, int channels, int channel)
    {
        float largest = 0;
        for (int index = channel; index < values.Length; index += channels)
            if (float.IsFinite(values[index]))
                largest = MathF.Max(largest, MathF.Abs(values[index]));
        return largest;
    }

    private static Picture Draw(ReadOnlySpan<float> values, int rows, int columns, int channels, int channel, int cell, Func<float, Rgb> colour)
    {
        if ((long)rows * columns * channels != values.Length || channel < 0 || channel >= channels)
            throw new ArgumentException(FormattableString.Invariant(
                $"A map of {rows} x {columns} x {channels} has {(long)rows * columns * channels} values and channels 0 to {channels - 1}; found {values.Length} values, channel {channel}."));
        var picture = new Picture(columns, rows, cell);
        for (int row = 0; row < rows; row++)
            for (int column = 0; column < columns; column++)
                picture.Fill(row, column, colour(values[(row * columns + column) * channels + channel]));
        return picture;
    }

    private void Paste(Picture other, int left, int top)
    {
        for (int y = 0; y < other.Height; y++)
            other._pixels.AsSpan(3 * y * other.Width, 3 * other.Width).CopyTo(_pixels.AsSpan(3 * ((top + y) * Width + left)));
    }

    private void Set(int x, int y, Rgb colour)
    {
        if (x < 0 || y < 0 || x >= Width || y >= Height)
            return;
        int place = 3 * (y * Width + x);
        (_pixels[place], _pixels[place + 1], _pixels[place + 2]) = (colour.Red, colour.Green, colour.Blue);
    }
}
