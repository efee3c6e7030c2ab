namespace CnnCompiler;

/// <summary>The order of the colour channels in the bytes of an image.</summary>
public enum ChannelOrder
{
    /// <summary>The same order as the net's own channels: red, green, blue by convention.</summary>
    Rgb,

    /// <summary>The reverse of the net's own channels: blue, green, red, as many bitmaps and OpenCV keep them.</summary>
    Bgr,
}
