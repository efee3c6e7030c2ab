namespace CnnCompiler.Training.Layers;

/// <summary>A map with a border of zeros around it, and the copy into it.</summary>
internal sealed class Border
{
    private readonly TensorShape _inner;
    private readonly int _width;

    public Border(TensorShape inner, int top, int bottom, int left, int right)
    {
        (_inner, Top, Left) = (inner, top, left);
        _width = left + inner.Width + right;
        long length = (long)(top + inner.Height + bottom) * _width * inner.Channels;
        if (length > TensorShape.MaxLength)
            throw new DeclarationException(FormattableString.Invariant(
                $"With its padding a map of {inner} has {length} values; at most {TensorShape.MaxLength} can be trained: use less padding."));
        Length = (int)length;
        IsEmpty = top == 0 && bottom == 0 && left == 0 && right == 0;
    }

    /// <summary>Rows of the border above.</summary>
    public int Top { get; }

    /// <summary>Columns of the border on the left.</summary>
    public int Left { get; }

    /// <summary>Whether there is no border at all, so that the map can be used as it is.</summary>
    public bool IsEmpty { get; }

    /// <summary>The number of values, border included.</summary>
    public int Length { get; }

    /// <summary>Where the first channel of a pixel lies, counted with the border.</summary>
    public int At(int row, int column) => (row * _width + column) * _inner.Channels;

    /// <summary>Copies a map between its borders, which are zero and stay so.</summary>
    public void Fill(ReadOnlySpan<float> map, Span<float> bordered)
    {
        int row = _inner.Width * _inner.Channels;
        for (int y = 0; y < _inner.Height; y++)
            map.Slice(y * row, row).CopyTo(bordered[At(y + Top, Left)..]);
    }

    /// <summary>Copies what lies between the borders out again.</summary>
    public void Take(ReadOnlySpan<float> bordered, Span<float> map)
    {
        int row = _inner.Width * _inner.Channels;
        for (int y = 0; y < _inner.Height; y++)
            bordered.Slice(At(y + Top, Left), row).CopyTo(map[(y * row)..]);
    }
}
