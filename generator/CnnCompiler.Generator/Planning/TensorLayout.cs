using CnnCompiler.Generator.Graph;

namespace CnnCompiler.Generator.Planning;

/// <summary>
/// Where the values of a map lie: row by row, pixel by pixel, the channels of a pixel side by side and filled up to the pixel stride, with a
/// border around the whole. Features are a map of one pixel. All numbers count float32 values.
/// </summary>
internal sealed record TensorLayout(int Height, int Width, int Channels, int PixelStride, Border Border)
{
    public int RowStride => (Border.Left + Width + Border.Right) * PixelStride;

    /// <summary>From the start of the memory to the first pixel of the map itself.</summary>
    public int Origin => Border.Top * RowStride + Border.Left * PixelStride;

    public int Length => checked((Border.Top + Height + Border.Bottom) * RowStride);

    /// <summary>Whether rows follow one another without a gap, and channels too.</summary>
    public bool IsDense => PixelStride == Channels && Border.IsEmpty;

    /// <summary>As the user gives and gets it: height x width x channels and nothing else.</summary>
    public static TensorLayout Exact(TensorType type) => new(type.Height, type.Width, type.Channels, type.Channels, default);

    /// <summary>As kernels write it: channels filled up to whole vectors.</summary>
    public static TensorLayout Padded(TensorType type, Border border) => new(type.Height, type.Width, type.Channels, Lanes.Pad(type.Channels), border);
}
