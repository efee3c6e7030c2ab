namespace Digits.Data;

/// <summary>Images of 28 x 28 bytes of ink whose digits are known.</summary>
internal interface ILabelledImages
{
    int Count { get; }

    /// <summary>The bytes of an image, row by row, 0 paper to 255 ink.</summary>
    ReadOnlySpan<byte> Bytes(int index);

    /// <summary>The digit of an image.</summary>
    int Label(int index);
}
