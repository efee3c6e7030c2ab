using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CnnCompiler.Inference;

/// <summary>Moves whole maps between the user's memory and scratch memory. Generated code calls it with lengths it has checked.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class MapMemory
{
    /// <summary>Copies a map between two layouts, which lie apart; strides count values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Copy(
        ref float source, int sourcePixelStride, int sourceRowStride, ref float target, int targetPixelStride, int targetRowStride, int height, int width, int channels)
    {
        bool isDense = sourcePixelStride == channels && targetPixelStride == channels;
        int pixels = isDense ? 1 : width;
        uint bytes = (uint)(isDense ? width * channels : channels) * sizeof(float);
        for (int y = 0; y < height; y++)
        {
            ref float from = ref Unsafe.Add(ref source, (nint)y * sourceRowStride);
            ref float to = ref Unsafe.Add(ref target, (nint)y * targetRowStride);
            // No spans, whose copies would double the time of the compilation that a first prediction waits for.
            for (int x = 0; x < pixels; x++)
                Unsafe.CopyBlockUnaligned(
                    ref Unsafe.As<float, byte>(ref Unsafe.Add(ref to, (nint)x * targetPixelStride)),
                    ref Unsafe.As<float, byte>(ref Unsafe.Add(ref from, (nint)x * sourcePixelStride)), bytes);
        }
    }

    /// <summary>Copies values that lie behind one another.</summary>
    public static void CopyRun<T>(ref readonly T source, ref T target, int length)
        where T : unmanaged =>
        MemoryMarshal.CreateReadOnlySpan(in source, length).CopyTo(MemoryMarshal.CreateSpan(ref target, length));

    /// <summary>Copies a map of channels side by side to one plane behind another: height x width x channels to channels x height x width.</summary>
    public static void ToPlanes(ref float source, int pixelStride, int rowStride, ref float target, int height, int width, int channels)
    {
        for (int y = 0; y < height; y++)
            PlaneTransposition.ToPlanes(
                ref Unsafe.Add(ref source, (nint)y * rowStride), pixelStride, ref Unsafe.Add(ref target, (nint)y * width), height * width, width, channels);
    }

    /// <summary>Copies one plane behind another to a map of channels side by side: channels x height x width to height x width x channels.</summary>
    public static void FromPlanes(ref float source, ref float target, int pixelStride, int rowStride, int height, int width, int channels)
    {
        for (int y = 0; y < height; y++)
            PlaneTransposition.ToPixels(
                ref Unsafe.Add(ref source, (nint)y * width), height * width, ref Unsafe.Add(ref target, (nint)y * rowStride), pixelStride, width, channels);
    }

    /// <summary>Writes the zeros around a map: rows of <paramref name="rowStride"/> values, the widths of the border in values, its heights in rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ClearBorder(ref float map, int rowStride, int height, int top, int left, int bottom, int right)
    {
        Span(ref map, top * rowStride).Clear();
        for (int y = top; y < top + height; y++)
        {
            Span(ref Unsafe.Add(ref map, (nint)y * rowStride), left).Clear();
            Span(ref Unsafe.Add(ref map, (nint)(y + 1) * rowStride - right), right).Clear();
        }
        Span(ref Unsafe.Add(ref map, (nint)(top + height) * rowStride), bottom * rowStride).Clear();
    }

    private static Span<float> Span(ref float start, int length) => MemoryMarshal.CreateSpan(ref start, length);
}
