using CnnCompiler.Generator.Graph;

namespace CnnCompiler.Generator.Planning;

/// <summary>
/// Where the values of a tensor lie. In channels-last order: map by map, row by row, pixel by pixel, the channels of a pixel side by side and
/// filled up to the pixel stride, with a border around each map; features are a map of one pixel. In row-major order: one run of all values. All
/// numbers count values of the tensor's own type.
/// </summary>
internal sealed record TensorLayout(ElementType Element, MemoryOrder Order, int Batch, int Height, int Width, int Channels, int PixelStride, Border Border)
{
    /// <summary>From one row to the next.</summary>
    public int RowStride => RowStep ?? (Border.Left + Width + Border.Right) * PixelStride;

    /// <summary>The way from one row to the next where this is every so many rows of another map; null where rows lie behind one another.</summary>
    public int? RowStep { get; init; }

    /// <summary>The first channel among those of the map whose memory this lies in; 0 where it is a map of its own.</summary>
    public int FirstChannel { get; init; }

    /// <summary>From the start of a map's memory to the first pixel of the map itself.</summary>
    public int Origin => Border.Top * RowStride + Border.Left * PixelStride + FirstChannel;

    /// <summary>Whether the channels, filled up to whole vectors, are all that lies in a pixel.</summary>
    public bool FillsPixels => PixelStride == Lanes.Pad(Channels);

    /// <summary>From one map of a batch to the next.</summary>
    public int MapStride => checked((Border.Top + Height + Border.Bottom) * RowStride);

    public int Length => checked(Batch * MapStride);

    /// <summary>The length in float32 values, which scratch memory is counted in.</summary>
    public int ScratchLength => checked((int)(((long)Length * Element.ByteLength() + 3) / 4));

    /// <summary>As the user gives and gets a map in channels-last order: height x width x channels and nothing else.</summary>
    public static TensorLayout Exact(TensorType type) =>
        new(type.Element, MemoryOrder.ChannelsLast, type.Batch, type.Height, type.Width, type.Channels, type.Channels, default);

    /// <summary>As kernels write a map: channels filled up to whole vectors.</summary>
    public static TensorLayout Padded(TensorType type, Border border) => Exact(type) with { PixelStride = Lanes.Pad(type.Channels), Border = border };

    /// <summary>All values in row-major order.</summary>
    public static TensorLayout RowMajor(TensorType type) => new(type.Element, MemoryOrder.RowMajor, 1, 1, 1, type.Length, type.Length, default);
}
