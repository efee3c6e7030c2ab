using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CnnCompiler.Inference;

namespace CnnCompiler.Weights;

/// <summary>
/// The arithmetic of recipes: what the compiler folds into kernels when it removes a layer. Generated code calls it once, when weights are loaded;
/// sums are taken in double precision, so that folding costs no accuracy. Compiled with full optimisation at the first call, which mostly is the only one.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class WeightFolding
{
    /// <summary>What batch normalisation multiplies by: weight / sqrt(variance + epsilon).</summary>
    /// <exception cref="WeightException">A variance is negative.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float[] BatchNormScale(ReadOnlySpan<float> weight, ReadOnlySpan<float> variance, float epsilon)
    {
        var scale = new float[weight.Length];
        for (int channel = 0; channel < scale.Length; channel++)
        {
            if (variance[channel] < 0)
                throw new WeightException(FormattableString.Invariant(
                    $"A running variance of batch normalisation must be 0 or more; found {variance[channel]} for channel {channel}."));
            scale[channel] = (float)(weight[channel] / Math.Sqrt((double)variance[channel] + epsilon));
        }
        return scale;
    }

    /// <summary>What batch normalisation adds: (layer's bias - mean) * scale + bias.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float[] BatchNormShift(ReadOnlySpan<float> bias, ReadOnlySpan<float> mean, ReadOnlySpan<float> scale, ReadOnlySpan<float> layerBias = default)
    {
        var shift = new float[bias.Length];
        for (int channel = 0; channel < shift.Length; channel++)
            shift[channel] = (float)(((double)(layerBias.IsEmpty ? 0 : layerBias[channel]) - mean[channel]) * scale[channel] + bias[channel]);
        return shift;
    }

    /// <summary>Every filter (the outermost axis of the kernel) times its own factor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float[] ScaleFilters(ReadOnlySpan<float> kernel, ReadOnlySpan<float> scale)
    {
        var scaled = new float[kernel.Length];
        int filter = kernel.Length / scale.Length;
        for (int index = 0; index < kernel.Length; index++)
            scaled[index] = kernel[index] * scale[index / filter];
        return scaled;
    }

    /// <summary>The kernel of two linear convolutions in a row.</summary>
    /// <param name="first">The first kernel, out x in x height x width.</param>
    /// <param name="firstShape">Its axes.</param>
    /// <param name="second">The second kernel, out x in x height x width.</param>
    /// <param name="secondShape">Its axes.</param>
    /// <param name="strideHeight">The first one's stride down.</param>
    /// <param name="strideWidth">The first one's stride across.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float[] ComposeKernels(
        ReadOnlySpan<float> first, ReadOnlySpan<int> firstShape, ReadOnlySpan<float> second, ReadOnlySpan<int> secondShape, int strideHeight, int strideWidth)
    {
        var (middle, channels, firstRows, firstColumns) = (firstShape[0], firstShape[1], firstShape[2], firstShape[3]);
        var (filters, secondRows, secondColumns) = (secondShape[0], secondShape[2], secondShape[3]);
        int rows = (secondRows - 1) * strideHeight + firstRows;
        int columns = (secondColumns - 1) * strideWidth + firstColumns;
        var composed = new float[filters * channels * rows * columns];
        var sums = new double[channels * rows * columns];
        for (int filter = 0; filter < filters; filter++)
        {
            Array.Clear(sums);
            for (int inner = 0; inner < middle; inner++)
                for (int y = 0; y < secondRows; y++)
                    for (int x = 0; x < secondColumns; x++)
                    {
                        double factor = second[((filter * middle + inner) * secondRows + y) * secondColumns + x];
                        for (int channel = 0; channel < channels; channel++)
                            for (int row = 0; row < firstRows; row++)
                                for (int column = 0; column < firstColumns; column++)
                                    sums[(channel * rows + y * strideHeight + row) * columns + x * strideWidth + column] +=
                                        factor * first[((inner * channels + channel) * firstRows + row) * firstColumns + column];
                    }
            for (int index = 0; index < sums.Length; index++)
                composed[filter * sums.Length + index] = (float)sums[index];
        }
        return composed;
    }

    /// <summary>The first convolution's bias seen through the second kernel, plus the second's own bias.</summary>
    /// <param name="firstBias">The first convolution's bias.</param>
    /// <param name="second">The second kernel.</param>
    /// <param name="filters">The second kernel's filters.</param>
    /// <param name="secondBias">The second convolution's bias, where it has one.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float[] ComposeBias(ReadOnlySpan<float> firstBias, ReadOnlySpan<float> second, int filters, ReadOnlySpan<float> secondBias = default)
    {
        var composed = new float[filters];
        int taps = second.Length / filters / firstBias.Length;
        for (int filter = 0; filter < filters; filter++)
        {
            double sum = secondBias.IsEmpty ? 0 : secondBias[filter];
            for (int inner = 0; inner < firstBias.Length; inner++)
                for (int tap = 0; tap < taps; tap++)
                    sum += (double)firstBias[inner] * second[(filter * firstBias.Length + inner) * taps + tap];
            composed[filter] = (float)sum;
        }
        return composed;
    }

    /// <summary>Multiplies every input channel of a kernel (out x in x ...) by its own factor.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="scale">A factor for each input channel.</param>
    /// <param name="filters">The kernel's filters.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float[] ScaleInputs(ReadOnlySpan<float> kernel, ReadOnlySpan<float> scale, int filters)
    {
        var scaled = new float[kernel.Length];
        int taps = kernel.Length / filters / scale.Length;
        for (int index = 0; index < scaled.Length; index++)
            scaled[index] = kernel[index] * scale[index / taps % scale.Length];
        return scaled;
    }

    /// <summary>The same values with the axes in another order.</summary>
    /// <param name="values">The values, the last axis running fastest.</param>
    /// <param name="shape">The lengths of their axes.</param>
    /// <param name="permutation">Axis i of the result is axis permutation[i] of the values.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float[] Transpose(ReadOnlySpan<float> values, ReadOnlySpan<int> shape, ReadOnlySpan<int> permutation)
    {
        var transposed = GC.AllocateUninitializedArray<float>(values.Length);
        if (shape.Length == 2 && permutation[0] == 1 && values.Length > 0)
        {
            // The weights of dense layers, the largest there are: rows as planes become pixels of as many channels.
            PlaneTransposition.ToPixels(
                ref MemoryMarshal.GetReference(values), shape[1], ref MemoryMarshal.GetArrayDataReference(transposed), shape[0], shape[1], shape[0]);
            return transposed;
        }
        // Steps in the source from one element of each axis of the result to the next.
        Span<int> steps = stackalloc int[shape.Length];
        Span<int> lengths = stackalloc int[shape.Length];
        Span<int> places = stackalloc int[shape.Length];
        for (int axis = 0; axis < shape.Length; axis++)
        {
            lengths[axis] = shape[permutation[axis]];
            steps[axis] = 1;
            for (int inner = permutation[axis] + 1; inner < shape.Length; inner++)
                steps[axis] *= shape[inner];
        }
        places.Clear();
        int source = 0;
        for (int index = 0; index < transposed.Length; index++)
        {
            transposed[index] = values[source];
            for (int axis = shape.Length - 1; axis >= 0; axis--)
            {
                source += steps[axis];
                if (++places[axis] < lengths[axis])
                    break;
                source -= steps[axis] * lengths[axis];
                places[axis] = 0;
            }
        }
        return transposed;
    }

    /// <summary>Some taps of every plane of a kernel, in an order of their own.</summary>
    /// <param name="kernel">Planes of rows x columns, one behind another.</param>
    /// <param name="plane">The rows and columns of a plane.</param>
    /// <param name="rows">The first row taken, the step to the next, and how many there are.</param>
    /// <param name="columns">The same for the columns.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float[] Taps(ReadOnlySpan<float> kernel, ReadOnlySpan<int> plane, ReadOnlySpan<int> rows, ReadOnlySpan<int> columns)
    {
        int planes = kernel.Length / (plane[0] * plane[1]);
        var taken = new float[planes * rows[2] * columns[2]];
        int at = 0;
        for (int index = 0; index < planes; index++)
            for (int row = 0; row < rows[2]; row++)
            {
                int start = (index * plane[0] + rows[0] + row * rows[1]) * plane[1] + columns[0];
                for (int column = 0; column < columns[2]; column++)
                    taken[at++] = kernel[start + column * columns[1]];
            }
        return taken;
    }

    /// <summary>Real weights of quantised ones: (value - zero point) * scale.</summary>
    /// <param name="values">The quantised values.</param>
    /// <param name="scale">The scales.</param>
    /// <param name="zeroPoint">As many zero points as scales, or none where all are 0.</param>
    /// <param name="axes">
    /// The lengths that the values' axes are seen as: those before the axis that has scales, blocks along it, values of a block, those behind it; and whether
    /// each value behind it has a scale of its own (1) or not (0).
    /// </param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float[] Dequantize(ReadOnlySpan<float> values, ReadOnlySpan<float> scale, ReadOnlySpan<float> zeroPoint, ReadOnlySpan<int> axes)
    {
        var real = new float[values.Length];
        for (int index = 0; index < real.Length; index++)
        {
            int place = ScaleOf(index, scale.Length, axes);
            real[index] = (values[index] - (zeroPoint.IsEmpty ? 0 : zeroPoint[place])) * scale[place];
        }
        return real;
    }

    /// <summary>Quantised weights of real ones: value / scale, rounded to the nearest whole number, halves to the even one, plus zero point, cut to the type's range.</summary>
    /// <param name="values">The real values.</param>
    /// <param name="scale">The scales.</param>
    /// <param name="zeroPoint">As many zero points as scales, or none where all are 0.</param>
    /// <param name="axes">As for <see cref="Dequantize"/>.</param>
    /// <param name="low">The type's smallest value.</param>
    /// <param name="high">The type's largest value.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float[] Quantize(
        ReadOnlySpan<float> values, ReadOnlySpan<float> scale, ReadOnlySpan<float> zeroPoint, ReadOnlySpan<int> axes, float low, float high)
    {
        var quantised = new float[values.Length];
        for (int index = 0; index < quantised.Length; index++)
        {
            int place = ScaleOf(index, scale.Length, axes);
            quantised[index] = Math.Clamp(MathF.Round(values[index] / scale[place]) + (zeroPoint.IsEmpty ? 0 : zeroPoint[place]), low, high);
        }
        return quantised;
    }

    private static int ScaleOf(int index, int scales, ReadOnlySpan<int> axes)
    {
        if (scales == 1)
            return 0;
        var (blocks, block, behind) = (axes[1], axes[2], axes[3]);
        int along = index / (behind * block);
        return axes[4] == 0 ? along % blocks : along * behind + index % behind;
    }

    /// <summary>The sum of two weights of one shape.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float[] Add(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        var sum = new float[left.Length];
        for (int index = 0; index < sum.Length; index++)
            sum[index] = left[index] + right[index];
        return sum;
    }

    /// <summary>The product of two weights of one shape, value by value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float[] Multiply(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        var product = new float[left.Length];
        for (int index = 0; index < product.Length; index++)
            product[index] = left[index] * right[index];
        return product;
    }

    /// <summary>Every value multiplied by a factor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float[] Scale(ReadOnlySpan<float> values, float factor)
    {
        var scaled = new float[values.Length];
        for (int index = 0; index < scaled.Length; index++)
            scaled[index] = values[index] * factor;
        return scaled;
    }

    /// <summary>A single value as many times as there are channels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float[] Repeat(ReadOnlySpan<float> value, int count)
    {
        var repeated = new float[count];
        Array.Fill(repeated, value[0]);
        return repeated;
    }
}
