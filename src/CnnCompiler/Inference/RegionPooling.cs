using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace CnnCompiler.Inference;

/// <summary>Regions of maps, which are a model's input, brought to one size; and maps put together from what was pooled or cut out of them.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RegionPooling
{
    /// <summary>
    /// RoIAlign (He and others, "Mask R-CNN", 2017): the mean or the largest of values between pixels, at places spread evenly over each cell of a region.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A region belongs to a map that is not there.</exception>
    public static void Align(
        ref float maps, ref float regions, ref long batchOf, ref float output, int batches, int channels, int height, int width, int count, int rows, int columns,
        int samples, float scale, float offset, bool largest)
    {
        for (int region = 0; region < count; region++)
        {
            int batch = TensorSearch.Index(Unsafe.Add(ref batchOf, region), batches);
            ref float corner = ref Unsafe.Add(ref regions, 4 * region);
            float left = corner * scale - offset, top = Unsafe.Add(ref corner, 1) * scale - offset;
            float across = Unsafe.Add(ref corner, 2) * scale - offset - left, down = Unsafe.Add(ref corner, 3) * scale - offset - top;
            if (offset == 0)
                (across, down) = (Math.Max(across, 1), Math.Max(down, 1));
            float cellHeight = down / rows, cellWidth = across / columns;
            int samplesDown = Samples(samples, cellHeight, height), samplesAcross = Samples(samples, cellWidth, width);
            for (int channel = 0; channel < channels; channel++)
            {
                ref float map = ref Unsafe.Add(ref maps, (batch * channels + channel) * height * width);
                for (int row = 0; row < rows; row++)
                    for (int column = 0; column < columns; column++)
                    {
                        float sum = 0, most = 0;
                        bool any = false;
                        for (int y = 0; y < samplesDown; y++)
                            for (int x = 0; x < samplesAcross; x++)
                            {
                                var (value, peak) = Between(
                                    ref map, height, width, top + row * cellHeight + (y + 0.5f) * cellHeight / samplesDown,
                                    left + column * cellWidth + (x + 0.5f) * cellWidth / samplesAcross);
                                sum += value;
                                most = any ? Math.Max(most, peak) : peak;
                                any = true;
                            }
                        Unsafe.Add(ref output, ((region * channels + channel) * rows + row) * columns + column) =
                            largest ? most : sum / Math.Max(1, samplesDown * samplesAcross);
                    }
            }
        }
    }

    /// <summary>The largest value of each cell of a region (Girshick, "Fast R-CNN", 2015); each region is the number of its map and two corners.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A region belongs to a map that is not there.</exception>
    public static void Largest(
        ref float maps, ref float regions, ref float output, int batches, int channels, int height, int width, int count, int rows, int columns, float scale)
    {
        for (int region = 0; region < count; region++)
        {
            ref float corner = ref Unsafe.Add(ref regions, 5 * region);
            int batch = TensorSearch.Index((long)corner, batches);
            int left = Pixel(Unsafe.Add(ref corner, 1)), top = Pixel(Unsafe.Add(ref corner, 2));
            float cellWidth = Math.Max(Pixel(Unsafe.Add(ref corner, 3)) - left + 1, 1) / (float)columns;
            float cellHeight = Math.Max(Pixel(Unsafe.Add(ref corner, 4)) - top + 1, 1) / (float)rows;
            for (int channel = 0; channel < channels; channel++)
            {
                ref float map = ref Unsafe.Add(ref maps, (batch * channels + channel) * height * width);
                for (int row = 0; row < rows; row++)
                    for (int column = 0; column < columns; column++)
                    {
                        int firstRow = Inside((int)MathF.Floor(row * cellHeight) + top, height), lastRow = Inside((int)MathF.Ceiling((row + 1) * cellHeight) + top, height);
                        int first = Inside((int)MathF.Floor(column * cellWidth) + left, width), last = Inside((int)MathF.Ceiling((column + 1) * cellWidth) + left, width);
                        float most = lastRow <= firstRow || last <= first ? 0 : float.NegativeInfinity;
                        for (int y = firstRow; y < lastRow; y++)
                            for (int x = first; x < last; x++)
                                most = Math.Max(most, Unsafe.Add(ref map, y * width + x));
                        Unsafe.Add(ref output, ((region * channels + channel) * rows + row) * columns + column) = most;
                    }
            }
        }

        // Corners far outside are as good as those at a distance of 2^20.
        int Pixel(float value) => (int)Math.Clamp(MathF.Round(value * scale, MidpointRounding.AwayFromZero), -(1 << 20), 1 << 20);

        static int Inside(int place, int length) => Math.Clamp(place, 0, length);
    }

    /// <summary>Zeros, and each value where its index says it stood before pooling.</summary>
    /// <param name="values">What was pooled.</param>
    /// <param name="indices">Where each stood, counted through all axes of the shape before pooling.</param>
    /// <param name="output">The result.</param>
    /// <param name="count">The number of values.</param>
    /// <param name="indexed">The shape that indices count in.</param>
    /// <param name="shape">The shape of the result.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such place.</exception>
    public static void Unpool(ref float values, ref long indices, ref float output, int count, ReadOnlySpan<int> indexed, ReadOnlySpan<int> shape)
    {
        int length = 1, most = 1;
        for (int axis = 0; axis < shape.Length; axis++)
            (length, most) = (length * shape[axis], most * indexed[axis]);
        TensorMemory.Fill(ref output, length, 0);
        for (int value = 0; value < count; value++)
        {
            int rest = TensorSearch.Index(Unsafe.Add(ref indices, value), most);
            int place = 0, stride = 1;
            for (int axis = shape.Length - 1; axis >= 0; axis--)
            {
                place += TensorSearch.Index(rest % indexed[axis], shape[axis]) * stride;
                stride *= shape[axis];
                rest /= indexed[axis];
            }
            Unsafe.Add(ref output, place) = Unsafe.Add(ref values, value);
        }
    }

    private static int Samples(int given, float cell, int length)
    {
        // A region far larger than its map need not be looked at more often than the map has pixels, four for each.
        float wanted = given > 0 ? given : MathF.Ceiling(cell);
        return wanted >= 0 ? (int)Math.Min(wanted, Math.Max(given, 4f * length)) : 0;
    }

    /// <summary>The value between four pixels, and the largest of the four shares that it is the sum of, which is what the standard's largest mode compares.</summary>
    private static (float Value, float Peak) Between(ref float map, int height, int width, float y, float x)
    {
        if (!(y >= -1 && y <= height && x >= -1 && x <= width))
            return (0, 0);
        (y, x) = (Math.Max(y, 0), Math.Max(x, 0));
        int top = Math.Min((int)y, height - 1), left = Math.Min((int)x, width - 1);
        int bottom = Math.Min(top + 1, height - 1), right = Math.Min(left + 1, width - 1);
        float down = top == height - 1 ? 0 : y - top, across = left == width - 1 ? 0 : x - left;
        float a = (1 - down) * (1 - across) * Unsafe.Add(ref map, top * width + left);
        float b = (1 - down) * across * Unsafe.Add(ref map, top * width + right);
        float c = down * (1 - across) * Unsafe.Add(ref map, bottom * width + left);
        float d = down * across * Unsafe.Add(ref map, bottom * width + right);
        return (a + b + c + d, Math.Max(Math.Max(a, b), Math.Max(c, d)));
    }
}
