using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace CnnCompiler.Inference;

/// <summary>A window over rows or columns, as generated code passes it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct WindowAxis(int Kernel, int Stride, int Dilation, int PadBefore);

/// <summary>Convolutions whose taps are moved, and the inverse of cutting a map into windows.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class DeformableMath
{
    /// <summary>
    /// Deformable convolution (Dai and others, 2017), with a factor for each tap (Zhu and others, 2019) where there is a mask: every tap reads between pixels,
    /// where its offset moves it.
    /// </summary>
    /// <param name="maps">Batches x channels x height x width.</param>
    /// <param name="kernels">Filters x channels of a group x rows x columns.</param>
    /// <param name="offsets">Batches x (offset groups x taps x 2) x places: down and across.</param>
    /// <param name="bias">One value for each filter, or a null reference.</param>
    /// <param name="mask">Batches x (offset groups x taps) x places, or a null reference.</param>
    /// <param name="output">Batches x filters x places.</param>
    /// <param name="input">Batches, channels, height and width.</param>
    /// <param name="result">Filters, height and width of the output.</param>
    /// <param name="groups">The groups of channels that filters see.</param>
    /// <param name="offsetGroups">The groups of channels that share offsets.</param>
    /// <param name="rows">The window down.</param>
    /// <param name="columns">The window across.</param>
    public static void Convolve(
        ref float maps, ref float kernels, ref float offsets, ref float bias, ref float mask, ref float output, (int Batches, int Channels, int Height, int Width) input,
        (int Filters, int Height, int Width) result, int groups, int offsetGroups, WindowAxis rows, WindowAxis columns)
    {
        int taps = rows.Kernel * columns.Kernel;
        int places = result.Height * result.Width;
        int groupChannels = input.Channels / groups, groupFilters = result.Filters / groups, offsetChannels = input.Channels / offsetGroups;
        bool hasBias = !Unsafe.IsNullRef(ref bias), hasMask = !Unsafe.IsNullRef(ref mask);
        for (int batch = 0; batch < input.Batches; batch++)
            for (int filter = 0; filter < result.Filters; filter++)
                for (int y = 0; y < result.Height; y++)
                    for (int x = 0; x < result.Width; x++)
                    {
                        double sum = hasBias ? Unsafe.Add(ref bias, filter) : 0;
                        for (int inner = 0; inner < groupChannels; inner++)
                        {
                            int channel = filter / groupFilters * groupChannels + inner;
                            int shared = (batch * offsetGroups + channel / offsetChannels) * taps;
                            ref float map = ref Unsafe.Add(ref maps, (batch * input.Channels + channel) * input.Height * input.Width);
                            for (int tap = 0; tap < taps; tap++)
                            {
                                int at = y * result.Width + x;
                                double down = y * rows.Stride - rows.PadBefore + tap / columns.Kernel * rows.Dilation + Unsafe.Add(ref offsets, 2 * (shared + tap) * places + at);
                                double across = x * columns.Stride - columns.PadBefore + tap % columns.Kernel * columns.Dilation
                                    + Unsafe.Add(ref offsets, (2 * (shared + tap) + 1) * places + at);
                                double value = Between(ref map, input.Height, input.Width, down, across);
                                if (hasMask)
                                    value *= Unsafe.Add(ref mask, (shared + tap) * places + at);
                                sum += value * Unsafe.Add(ref kernels, (filter * groupChannels + inner) * taps + tap);
                            }
                        }
                        Unsafe.Add(ref output, (batch * result.Filters + filter) * places + y * result.Width + x) = (float)sum;
                    }
    }

    /// <summary>Adds up windows that were cut out of maps, each value at the place it was cut from.</summary>
    /// <param name="columns">Planes x taps x places.</param>
    /// <param name="output">Planes x the axes of a map.</param>
    /// <param name="planes">Batches x channels.</param>
    /// <param name="lengths">The axes of a map.</param>
    /// <param name="places">The number of windows along each axis.</param>
    /// <param name="windows">The window along each axis.</param>
    public static void AddColumns(ref float columns, ref float output, int planes, ReadOnlySpan<int> lengths, ReadOnlySpan<int> places, ReadOnlySpan<WindowAxis> windows)
    {
        int map = 1, taps = 1, count = 1;
        for (int axis = 0; axis < lengths.Length; axis++)
            (map, taps, count) = (map * lengths[axis], taps * windows[axis].Kernel, count * places[axis]);
        TensorMemory.Fill(ref output, planes * map, 0);
        for (int plane = 0; plane < planes; plane++)
            for (int tap = 0; tap < taps; tap++)
                for (int place = 0; place < count; place++)
                    if (Target(tap, place, lengths, places, windows) is >= 0 and var target)
                        Unsafe.Add(ref output, plane * map + target) += Unsafe.Add(ref columns, (plane * taps + tap) * count + place);
    }

    private static int Target(int tap, int place, ReadOnlySpan<int> lengths, ReadOnlySpan<int> places, ReadOnlySpan<WindowAxis> windows)
    {
        int target = 0, stride = 1;
        for (int axis = lengths.Length - 1; axis >= 0; axis--)
        {
            WindowAxis window = windows[axis];
            int at = place % places[axis] * window.Stride - window.PadBefore + tap % window.Kernel * window.Dilation;
            if ((uint)at >= (uint)lengths[axis])
                return -1;
            target += at * stride;
            stride *= lengths[axis];
            (tap, place) = (tap / window.Kernel, place / places[axis]);
        }
        return target;
    }

    /// <summary>The value between four pixels, those outside zero.</summary>
    private static double Between(ref float map, int height, int width, double y, double x)
    {
        if (!(y > -1 && y < height && x > -1 && x < width))
            return 0;
        double top = Math.Floor(y), left = Math.Floor(x);
        double down = y - top, across = x - left;
        return (1 - down) * ((1 - across) * At(ref map, (int)top, (int)left) + across * At(ref map, (int)top, (int)left + 1))
            + down * ((1 - across) * At(ref map, (int)top + 1, (int)left) + across * At(ref map, (int)top + 1, (int)left + 1));

        double At(ref float pixels, int row, int column) => (uint)row < (uint)height && (uint)column < (uint)width ? Unsafe.Add(ref pixels, row * width + column) : 0;
    }
}
