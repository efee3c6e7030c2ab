using System.Globalization;

namespace CnnCompiler;

/// <summary>
/// The shape of what flows between layers: a map (height x width x channels), a sequence (length x channels) or a list of features.
/// </summary>
public readonly record struct TensorShape
{
    /// <summary>The most values one tensor may have: 2^28, a gigabyte of float32, so that no product of lengths and strides overflows an int.</summary>
    public const int MaxLength = 1 << 28;

    private TensorShape(int rank, int height, int width, int channels)
    {
        long length = (long)height * width;
        if (height < 1 || width < 1 || channels < 1 || length > MaxLength || length * channels > MaxLength)
            throw new DeclarationException(
                $"A shape needs lengths of at least 1 and at most {MaxLength} values in all; found {Describe(rank, height, width, channels)}.");
        (Rank, Height, Width, Channels) = (rank, height, width, channels);
    }

    /// <summary>The number of axes: 3 for a map, 2 for a sequence, 1 for features.</summary>
    public int Rank { get; }

    /// <summary>Rows of a map; 1 for a sequence and for features.</summary>
    public int Height { get; }

    /// <summary>Columns of a map, or the length of a sequence; 1 for features.</summary>
    public int Width { get; }

    /// <summary>Channels of a map or sequence, or the number of features.</summary>
    public int Channels { get; }

    /// <summary>The number of values.</summary>
    public int Length => Height * Width * Channels;

    /// <summary>A map of height x width x channels.</summary>
    /// <exception cref="DeclarationException">A length is below 1, or there are more than <see cref="MaxLength"/> values.</exception>
    public static TensorShape Map(int height, int width, int channels) => new(3, height, width, channels);

    /// <summary>A sequence of length x channels.</summary>
    /// <exception cref="DeclarationException">A length is below 1, or there are more than <see cref="MaxLength"/> values.</exception>
    public static TensorShape Sequence(int length, int channels) => new(2, 1, length, channels);

    /// <summary>A list of features.</summary>
    /// <exception cref="DeclarationException">There are fewer than 1 or more than <see cref="MaxLength"/> features.</exception>
    public static TensorShape Features(int count) => new(1, 1, 1, count);

    /// <summary>The shape as people write it: <c>28x28x1</c>, <c>128x4</c> or <c>10</c>.</summary>
    public override string ToString() => Describe(Rank, Height, Width, Channels);

    /// <summary>A shape of the same rank with other lengths.</summary>
    internal TensorShape With(int height, int width, int channels) => new(Rank, height, width, channels);

    private static string Describe(int rank, int height, int width, int channels)
    {
        int[] lengths = rank switch { 3 => [height, width, channels], 2 => [width, channels], _ => [channels] };
        return string.Join("x", lengths.Select(length => length.ToString(CultureInfo.InvariantCulture)));
    }
}
