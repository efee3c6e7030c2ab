using CnnCompiler.Data;

namespace Digits.Data;

/// <summary>The bytes of an idx file pair.</summary>
internal sealed class IdxImages(IdxDataSet images) : ILabelledImages
{
    public int Count => images.Count;

    public ReadOnlySpan<byte> Bytes(int index) => images.Bytes(index);

    public int Label(int index) => images.Label(index);
}
