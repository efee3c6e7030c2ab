using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CnnCompiler.Inference;

/// <summary>
/// Turns the bytes of an image into the values a net takes: byte * factor + summand for each channel. This happens as the bytes are widened into
/// the first layer's input, where a multiply-add costs nothing beside the load; folded into the first layer's weights it would need a second
/// copy of them, and padding would no longer be zero. So bytes give the same bits as the floats they stand for.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ByteScaling
{
    private const int WidestVector = 16;

    private readonly int _channels;
    private readonly bool _reversed;

    /// <summary>The factor of each lane from any channel on: channels follow one another again and again.</summary>
    private readonly float[] _factors;
    private readonly float[] _summands;

    /// <summary>The value of each byte of each channel, for what does not fill a vector.</summary>
    private readonly float[] _table;

    /// <summary>Describes a scaling; generated code calls it.</summary>
    /// <param name="factors">The factor of each channel of the net.</param>
    /// <param name="summands">The summand of each channel of the net.</param>
    /// <param name="reversed">Whether the bytes of a pixel hold the channels from last to first.</param>
    public ByteScaling(ReadOnlySpan<float> factors, ReadOnlySpan<float> summands, bool reversed)
    {
        _channels = factors.Length;
        _reversed = reversed && _channels > 1;
        _factors = Repeat(factors);
        _summands = Repeat(summands);
        _table = new float[256 * _channels];
        for (int channel = 0; channel < _channels; channel++)
            for (int value = 0; value < 256; value++)
                _table[256 * channel + value] = VectorPath.HasFma128
                    ? MathF.FusedMultiplyAdd(value, factors[channel], summands[channel])
                    : value * factors[channel] + summands[channel];
    }

    /// <summary>Widens an image.</summary>
    /// <param name="pixels">Its bytes, checked to hold the rows.</param>
    /// <param name="rowStride">Bytes from row to row.</param>
    /// <param name="target">The first pixel of the map.</param>
    /// <param name="pixelStride">Values from pixel to pixel of the map.</param>
    /// <param name="targetRowStride">Values from row to row of the map.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Widen(ReadOnlySpan<byte> pixels, int rowStride, ref float target, int pixelStride, int targetRowStride, int height, int width)
    {
        int rowLength = width * _channels;
        bool inLanes = pixelStride == _channels && !_reversed;
        if (inLanes && rowStride == rowLength && targetRowStride == rowLength)
            (rowLength, height) = (rowLength * height, 1);
        for (int y = 0; y < height; y++)
        {
            var row = pixels.Slice(y * rowStride, rowLength);
            ref float to = ref Unsafe.Add(ref target, (nint)y * targetRowStride);
            if (!inLanes)
                LookUp(row, ref to, pixelStride);
            else if (VectorPath.Has512)
                Widen<Float512, Vector512<float>>(row, ref to);
            else if (VectorPath.Has256)
                Widen<Float256, Vector256<float>>(row, ref to);
            else if (VectorPath.HasFma128)
                Widen<Float128, Vector128<float>>(row, ref to);
            else
                Widen<Float128NoFma, Vector128<float>>(row, ref to);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Widen<V, T>(ReadOnlySpan<byte> row, ref float to)
        where V : struct, IFloatVector<T>
        where T : struct
    {
        ref byte from = ref MemoryMarshal.GetReference(row);
        ref float factors = ref MemoryMarshal.GetArrayDataReference(_factors);
        ref float summands = ref MemoryMarshal.GetArrayDataReference(_summands);
        int index = 0;
        int channel = 0;
        for (; index + V.Count <= row.Length; index += V.Count)
        {
            var value = V.LoadBytes(ref Unsafe.Add(ref from, index));
            V.Store(V.MultiplyAdd(value, V.Load(ref Unsafe.Add(ref factors, channel)), V.Load(ref Unsafe.Add(ref summands, channel))), ref Unsafe.Add(ref to, index));
            channel = _channels == 1 ? 0 : (channel + V.Count) % _channels;
        }
        for (; index < row.Length; index++)
            Unsafe.Add(ref to, index) = _table[256 * (index % _channels) + row[index]];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void LookUp(ReadOnlySpan<byte> row, ref float to, int pixelStride)
    {
        for (int pixel = 0; pixel < row.Length / _channels; pixel++)
            for (int channel = 0; channel < _channels; channel++)
            {
                byte value = row[pixel * _channels + (_reversed ? _channels - 1 - channel : channel)];
                Unsafe.Add(ref to, pixel * pixelStride + channel) = _table[256 * channel + value];
            }
    }

    private static float[] Repeat(ReadOnlySpan<float> values)
    {
        var repeated = new float[values.Length + WidestVector];
        for (int index = 0; index < repeated.Length; index++)
            repeated[index] = values[index % values.Length];
        return repeated;
    }
}
