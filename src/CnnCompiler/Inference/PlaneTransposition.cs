using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace CnnCompiler.Inference;

/// <summary>
/// Copies between planes (channels x height x width) and pixels (height x width x channels) in squares of four pixels by four channels, sixteen
/// pixels at a time, so that every cache line is read and written once. Compiled with full optimisation at the first call, as kernels are: otherwise the
/// first hundred or so calls take ten times as long.
/// </summary>
internal static class PlaneTransposition
{
    private const int Side = 4;

    /// <summary>Pixels whose channels are copied together: a cache line of each plane.</summary>
    private const int Stretch = 16;

    private static bool HasSquares
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Sse.IsSupported || AdvSimd.Arm64.IsSupported;
    }

    /// <summary>Copies one row of planes to one row of pixels. Lanes behind the last channel, up to a multiple of four, may be written with zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ToPixels(ref float planes, int planeLength, ref float pixels, int pixelStride, int width, int channels)
    {
        bool spills = Spills(pixelStride, channels);
        int squares = Squares(width, spills);
        for (int start = 0; start < squares; start += Stretch)
        {
            int end = Math.Min(start + Stretch, squares);
            for (int channel = 0; channel < channels; channel += Side)
            {
                int count = Math.Min(Side, channels - channel);
                if (channel + Side > pixelStride && !spills)
                {
                    ToPixels(ref planes, planeLength, ref pixels, pixelStride, start, end, channel, channels);
                    continue;
                }
                for (int x = start; x < end; x += Side)
                {
                    ref float from = ref Unsafe.Add(ref planes, (nint)channel * planeLength + x);
                    var a = Vector128.LoadUnsafe(ref from);
                    var b = count > 1 ? Vector128.LoadUnsafe(ref Unsafe.Add(ref from, planeLength)) : default;
                    var c = count > 2 ? Vector128.LoadUnsafe(ref Unsafe.Add(ref from, 2 * (nint)planeLength)) : default;
                    var d = count > 3 ? Vector128.LoadUnsafe(ref Unsafe.Add(ref from, 3 * (nint)planeLength)) : default;
                    Transpose(ref a, ref b, ref c, ref d);
                    ref float to = ref Unsafe.Add(ref pixels, (nint)x * pixelStride + channel);
                    a.StoreUnsafe(ref to);
                    b.StoreUnsafe(ref Unsafe.Add(ref to, pixelStride));
                    c.StoreUnsafe(ref Unsafe.Add(ref to, 2 * (nint)pixelStride));
                    d.StoreUnsafe(ref Unsafe.Add(ref to, 3 * (nint)pixelStride));
                }
            }
        }
        ToPixels(ref planes, planeLength, ref pixels, pixelStride, squares, width, 0, channels);
    }

    /// <summary>Copies one row of pixels to one row of planes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ToPlanes(ref float pixels, int pixelStride, ref float planes, int planeLength, int width, int channels)
    {
        bool spills = Spills(pixelStride, channels);
        int squares = Squares(width, spills);
        for (int start = 0; start < squares; start += Stretch)
        {
            int end = Math.Min(start + Stretch, squares);
            for (int channel = 0; channel < channels; channel += Side)
            {
                int count = Math.Min(Side, channels - channel);
                if (channel + Side > pixelStride && !spills)
                {
                    ToPlanes(ref pixels, pixelStride, ref planes, planeLength, start, end, channel, channels);
                    continue;
                }
                for (int x = start; x < end; x += Side)
                {
                    ref float from = ref Unsafe.Add(ref pixels, (nint)x * pixelStride + channel);
                    var a = Vector128.LoadUnsafe(ref from);
                    var b = Vector128.LoadUnsafe(ref Unsafe.Add(ref from, pixelStride));
                    var c = Vector128.LoadUnsafe(ref Unsafe.Add(ref from, 2 * (nint)pixelStride));
                    var d = Vector128.LoadUnsafe(ref Unsafe.Add(ref from, 3 * (nint)pixelStride));
                    Transpose(ref a, ref b, ref c, ref d);
                    ref float to = ref Unsafe.Add(ref planes, (nint)channel * planeLength + x);
                    a.StoreUnsafe(ref to);
                    if (count > 1)
                        b.StoreUnsafe(ref Unsafe.Add(ref to, planeLength));
                    if (count > 2)
                        c.StoreUnsafe(ref Unsafe.Add(ref to, 2 * (nint)planeLength));
                    if (count > 3)
                        d.StoreUnsafe(ref Unsafe.Add(ref to, 3 * (nint)planeLength));
                }
            }
        }
        ToPlanes(ref pixels, pixelStride, ref planes, planeLength, squares, width, 0, channels);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ToPixels(ref float planes, int planeLength, ref float pixels, int pixelStride, int start, int end, int firstChannel, int channels)
    {
        for (int x = start; x < end; x++)
        {
            ref float to = ref Unsafe.Add(ref pixels, (nint)x * pixelStride);
            for (int channel = firstChannel; channel < channels; channel++)
                Unsafe.Add(ref to, channel) = Unsafe.Add(ref planes, (nint)channel * planeLength + x);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ToPlanes(ref float pixels, int pixelStride, ref float planes, int planeLength, int start, int end, int firstChannel, int channels)
    {
        for (int x = start; x < end; x++)
        {
            ref float from = ref Unsafe.Add(ref pixels, (nint)x * pixelStride);
            for (int channel = firstChannel; channel < channels; channel++)
                Unsafe.Add(ref planes, (nint)channel * planeLength + x) = Unsafe.Add(ref from, channel);
        }
    }

    /// <summary>
    /// Whether four lanes of a pixel reach into the next one: in pictures of three channels side by side. Pixels are written in their order, so that the
    /// next one puts that right.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Spills(int pixelStride, int channels) => channels is 2 or 3 && pixelStride < Side;

    /// <summary>How many pixels of a row are copied in squares; where they reach into the next pixel, the row's last one is not among them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Squares(int width, bool spills) => HasSquares ? (spills ? width - 1 : width) / Side * Side : 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(ref Vector128<float> a, ref Vector128<float> b, ref Vector128<float> c, ref Vector128<float> d)
    {
        if (Sse.IsSupported)
        {
            var (low, lowNext) = (Sse.UnpackLow(a, b), Sse.UnpackLow(c, d));
            var (high, highNext) = (Sse.UnpackHigh(a, b), Sse.UnpackHigh(c, d));
            (a, b) = (Sse.MoveLowToHigh(low, lowNext), Sse.MoveHighToLow(lowNext, low));
            (c, d) = (Sse.MoveLowToHigh(high, highNext), Sse.MoveHighToLow(highNext, high));
        }
        else
        {
            var (low, lowNext) = (AdvSimd.Arm64.ZipLow(a, c), AdvSimd.Arm64.ZipLow(b, d));
            var (high, highNext) = (AdvSimd.Arm64.ZipHigh(a, c), AdvSimd.Arm64.ZipHigh(b, d));
            (a, b) = (AdvSimd.Arm64.ZipLow(low, lowNext), AdvSimd.Arm64.ZipHigh(low, lowNext));
            (c, d) = (AdvSimd.Arm64.ZipLow(high, highNext), AdvSimd.Arm64.ZipHigh(high, highNext));
        }
    }
}
