using CnnCompiler.Oracle;

namespace CnnCompiler.Numerics.Tests;

/// <summary>Random layers that work on a given input: odd sizes, strides, paddings of every kind, dilations, groups.</summary>
internal sealed class RandomLayers(RandomValues random)
{
    /// <summary>Channel counts below, at and above the vector widths, and the small ones of images.</summary>
    public int Channels() => random.OneIn(3) ? random.Integer(1, 40) : random.Pick(1, 2, 3, 4, 5, 6, 8, 12, 16, 17, 24, 32);

    public Input Map(int least, int most, int mostChannels = 40) =>
        new(random.Integer(least, most), random.Integer(least, most), Math.Min(Channels(), mostChannels));

    public Input Sequence(int least, int most) => new(random.Integer(least, most), Channels());

    public Input Features(int most) => new(random.Integer(1, most));

    public Conv2D Conv2D(TensorShape input)
    {
        int filters = Channels();
        int groups = Groups(input.Channels, ref filters);
        return Fitting(input, () =>
        {
            int dilation = Dilation();
            var (padding, top, left, bottom, right) = Pads(3);
            var (stride, strideHeight, strideWidth) = Strides();
            return new Conv2D(filters, Kernel(), Kernel())
            {
                Groups = groups, Dilation = dilation, Bias = !random.OneIn(4), Stride = stride, StrideHeight = strideHeight, StrideWidth = strideWidth,
                Padding = padding, PadTop = top, PadLeft = left, PadBottom = bottom, PadRight = right,
            };
        });
    }

    /// <summary>The convolution that most nets are made of: 3x3 or 1x1, stride 1 or 2, valid or same.</summary>
    public Conv2D PlainConv2D(TensorShape input) => Fitting(input, () => new Conv2D(Channels(), random.Pick(1, 2, 3, 3, 3, 5))
    {
        Stride = random.Pick(0, 0, 0, 2), Padding = random.Pick(Padding.Valid, Padding.Same),
    });

    public DepthwiseConv2D Depthwise(TensorShape input) => Fitting(input, () =>
    {
        var (padding, top, left, bottom, right) = Pads(3);
        var (stride, strideHeight, strideWidth) = Strides();
        return new DepthwiseConv2D(Kernel(), Kernel())
        {
            Multiplier = random.Pick(1, 1, 1, 2, 3), Dilation = Dilation(), Bias = !random.OneIn(4),
            Stride = stride, StrideHeight = strideHeight, StrideWidth = strideWidth,
            Padding = padding, PadTop = top, PadLeft = left, PadBottom = bottom, PadRight = right,
        };
    });

    public Conv1D Conv1D(TensorShape input)
    {
        int filters = Channels();
        int groups = Groups(input.Channels, ref filters);
        return Fitting(input, () =>
        {
            var (padding, _, left, _, right) = Pads(4);
            return new Conv1D(filters, random.Integer(1, 7))
            {
                Groups = groups, Dilation = Dilation(), Bias = !random.OneIn(4), Stride = random.Integer(0, 3),
                Padding = padding, PadLeft = left, PadRight = right,
            };
        });
    }

    public MaxPool MaxPool(TensorShape input) => Fitting(input, () =>
    {
        int height = random.Integer(1, 4);
        int width = random.OneIn(2) ? height : random.Integer(1, 4);
        var (padding, top, left, bottom, right) = Pads(Math.Min(height, width) / 2);
        var (stride, strideHeight, strideWidth) = Strides();
        return new MaxPool(height, width)
        {
            Stride = stride, StrideHeight = strideHeight, StrideWidth = strideWidth,
            Padding = padding, PadTop = top, PadLeft = left, PadBottom = bottom, PadRight = right,
        };
    });

    public MinPool MinPool(TensorShape input) => Fitting(input, () =>
    {
        int height = random.Integer(1, 4);
        int width = random.OneIn(2) ? height : random.Integer(1, 4);
        var (padding, top, left, bottom, right) = Pads(Math.Min(height, width) / 2);
        var (stride, strideHeight, strideWidth) = Strides();
        return new MinPool(height, width)
        {
            Stride = stride, StrideHeight = strideHeight, StrideWidth = strideWidth,
            Padding = padding, PadTop = top, PadLeft = left, PadBottom = bottom, PadRight = right,
        };
    });

    /// <summary>Filters with values in the declaration: ready-made and random ones, for each channel and across channels.</summary>
    public Filter Filter(TensorShape input) => Fitting(input, () =>
    {
        bool sequence = input.Rank == 2;
        var (stride, dilation, padding) = (random.Integer(1, 3), Dilation(), random.Pick(Padding.Valid, Padding.Same));
        if (random.OneIn(2))
        {
            FilterKind[] kinds = sequence
                ? [FilterKind.VerticalEdge, FilterKind.Sharpen, FilterKind.Blur, FilterKind.Gaussian, FilterKind.Laplacian]
                : Enum.GetValues<FilterKind>();
            return new Filter([.. Enumerable.Range(0, random.Integer(1, 4)).Select(_ => random.Pick(kinds))]) { Stride = stride, Dilation = dilation, Padding = padding };
        }
        bool across = random.OneIn(2);
        int filters = random.Integer(1, 5);
        var (height, width) = (sequence ? 1 : Kernel(), Kernel());
        return new Filter("mine", random.Bell(filters * height * width * (across ? input.Channels : 1), 0.5f))
        {
            Filters = filters, Height = sequence ? 0 : height, Width = width, AcrossChannels = across, Stride = stride, Dilation = dilation, Padding = padding,
        };
    });

    public AveragePool AveragePool(TensorShape input) => Fitting(input, () =>
    {
        int height = random.Integer(1, 4);
        int width = random.OneIn(2) ? height : random.Integer(1, 4);
        var (padding, top, left, bottom, right) = Pads(Math.Min(height, width) / 2);
        var (stride, strideHeight, strideWidth) = Strides();
        return new AveragePool(height, width)
        {
            CountIncludePad = random.OneIn(2), Stride = stride, StrideHeight = strideHeight, StrideWidth = strideWidth,
            Padding = padding, PadTop = top, PadLeft = left, PadBottom = bottom, PadRight = right,
        };
    });

    public Dense Dense(int most) =>
        new(random.OneIn(3) ? random.Integer(1, most) : random.Pick(1, 2, 3, 7, 8, 10, 15, 16, 17, 32, 48)) { Bias = !random.OneIn(4) };

    public BatchNorm BatchNorm() => new() { Epsilon = random.Pick(1e-5f, 1e-3f, 0.1f) };

    public Layer Activation() => random.Integer(0, 5) switch
    {
        0 => new LeakyReLU(random.Pick(0.01f, 0.1f, 0.3f, 0, -0.5f, 1.5f)),
        1 => new Sigmoid(),
        2 => new Tanh(),
        _ => new ReLU(),
    };

    private int Kernel() => random.Pick(1, 2, 3, 3, 3, 4, 5, 7);

    private int Dilation() => random.OneIn(4) ? random.Integer(2, 3) : 1;

    private (int Stride, int Height, int Width) Strides() => random.Integer(0, 5) switch
    {
        0 => (2, 0, 0),
        1 => (3, 0, 0),
        2 => (0, random.Integer(1, 3), random.Integer(1, 3)),
        3 => (2, 1, 0),
        _ => (0, 0, 0),
    };

    private (Padding Padding, int Top, int Left, int Bottom, int Right) Pads(int most) => random.Integer(0, 2) switch
    {
        0 => (Padding.Valid, -1, -1, -1, -1),
        1 => (Padding.Same, -1, -1, -1, -1),
        _ => (Padding.Valid, random.Integer(0, most), random.Integer(0, most), random.Integer(0, most), random.Integer(0, most)),
    };

    private int Groups(int channels, ref int filters)
    {
        if (random.OneIn(2))
            return 1;
        int[] divisors = [.. Enumerable.Range(1, channels).Where(divisor => channels % divisor == 0)];
        int groups = random.Pick<int>(divisors);
        // At least one filter a group and never far more than the range of channels that is tested.
        filters = groups * Math.Max(1, filters / groups);
        return groups;
    }

    /// <summary>
    /// ONNX Runtime 1.31 has no answer for pools of same padding whose stride leaves pixels over behind the last window; those are worked out by hand
    /// in <see cref="SamePoolTests"/>.
    /// </summary>
    private static bool OnnxRuntimeRefuses(PoolLayer pool, TensorShape input) => pool.Padding == Padding.Same &&
        (LeavesPixels(pool.Rows(input), input.Height) || LeavesPixels(pool.Columns(input), input.Width));

    private static bool LeavesPixels(WindowGeometry window, int length) => (length - 1) / window.Stride * window.Stride + window.Kernel < length;

    /// <summary>Draws until the layer fits its input; a window of 1x1 always does, so this ends.</summary>
    private static T Fitting<T>(TensorShape input, Func<T> draw)
        where T : Layer
    {
        while (true)
        {
            var layer = draw();
            try
            {
                layer.OutputShape(input);
                if (layer is not PoolLayer pool || !OnnxRuntimeRefuses(pool, input))
                    return layer;
            }
            catch (DeclarationException)
            {
                // The window was larger than the input: draw another.
            }
        }
    }
}
