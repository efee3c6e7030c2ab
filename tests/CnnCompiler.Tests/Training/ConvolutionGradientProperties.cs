using CnnCompiler.Training;
using CsCheck;

namespace CnnCompiler.Tests.Training;

/// <summary>Convolutions and pools of any geometry against finite differences; CsCheck prints the seed of a failure.</summary>
public sealed class ConvolutionGradientProperties
{
    private static readonly Gen<(int, int, int, int, int, int)> Shapes =
        Gen.Select(Gen.Int[1, 9], Gen.Int[1, 9], Gen.Int[1, 3], Gen.Int[1, 3], Gen.OneOf(Gen.Int[1, 5], Gen.Int[15, 18]), Gen.Int[1, 4]);

    private static readonly Gen<(int, int, int, int, int, int, int, int)> Windows =
        Gen.Select(Gen.Int[1, 4], Gen.Int[1, 4], Gen.Int[1, 4], Gen.Int[1, 3], Gen.Int[0, 3], Gen.Int[0, 3], Gen.Int[0, 3], Gen.Int[0, 3]);

    [Fact]
    public void Convolution_OfAnyGeometry_MatchesFiniteDifferences() => Gen.Select(Shapes, Windows, Gen.Bool, Gen.Bool).Sample(
        (shape, window, same, bias) =>
        {
            var (height, width, groups, groupInputs, groupOutputs, dilation) = shape;
            var (kernelHeight, kernelWidth, strideHeight, strideWidth, top, left, bottom, right) = window;
            var layer = new Conv2D(groups * groupOutputs, kernelHeight, kernelWidth)
            {
                Groups = groups, Dilation = dilation, StrideHeight = strideHeight, StrideWidth = strideWidth, Bias = bias,
                Padding = same ? Padding.Same : Padding.Valid,
                PadTop = same ? -1 : top, PadLeft = same ? -1 : left, PadBottom = same ? -1 : bottom, PadRight = same ? -1 : right,
            };
            var input = new Input(height, width, groups * groupInputs);
            if (Fits(input, layer))
                GradientCheck.Run(new Architecture(input, layer), height * 31 + width, 0.5f, 5e-5, count: 2);
        },
        iter: 150);

    [Fact]
    public void Pools_OfAnyGeometry_MatchFiniteDifferences() => Gen.Select(Shapes, Windows, Gen.Bool, Gen.Bool).Sample(
        (shape, window, same, count) =>
        {
            var (height, width, _, channels, _, _) = shape;
            var (kernelHeight, kernelWidth, strideHeight, strideWidth, top, left, bottom, right) = window;
            var input = new Input(height, width, channels);
            var average = new AveragePool(kernelHeight, kernelWidth)
            {
                StrideHeight = strideHeight, StrideWidth = strideWidth, CountIncludePad = count, Padding = same ? Padding.Same : Padding.Valid,
                PadTop = same ? -1 : top, PadLeft = same ? -1 : left, PadBottom = same ? -1 : bottom, PadRight = same ? -1 : right,
            };
            var largest = new MaxPool(kernelHeight, kernelWidth)
            {
                StrideHeight = strideHeight, StrideWidth = strideWidth, Padding = same ? Padding.Same : Padding.Valid,
                PadTop = same ? -1 : top, PadLeft = same ? -1 : left, PadBottom = same ? -1 : bottom, PadRight = same ? -1 : right,
            };
            if (!Fits(input, average))
                return;
            GradientCheck.Run(new Architecture(input, average), height * 31 + width, 0.5f, 5e-5, count: 2);
            GradientCheck.Run(new Architecture(input, largest), height * 31 + width, 0.02f, 5e-4, count: 2, GradientCheck.Apart);
        },
        iter: 100);

    [Fact]
    public void PooledConvolution_OfAnyGeometry_GivesTheGradientsOfItsLayersApart() => Gen.Select(Shapes, Windows, Gen.Int[1, 3], Gen.Int[1, 3], Gen.Int[0, 2]).Sample(
        (shape, window, poolHeight, poolWidth, activation) =>
        {
            var (height, width, _, inputs, outputs, _) = shape;
            var (kernelHeight, kernelWidth, strideHeight, strideWidth, top, left, bottom, right) = window;
            Conv2D Convolution() => new(outputs, kernelHeight, kernelWidth)
            {
                StrideHeight = strideHeight, StrideWidth = strideWidth, Bias = top != 1, PadTop = top, PadLeft = left, PadBottom = bottom, PadRight = right,
            };
            Layer[] rectifier = activation switch { 0 => [], 1 => [new ReLU()], _ => [new LeakyReLU(0.3f)] };
            var input = new Input(height + 2, width + 2, inputs);
            if (!Fits(input, Convolution()) || !Fits(input, Convolution(), new MaxPool(poolHeight, poolWidth)))
                return;
            // A dropout that drops nothing keeps the layers apart.
            var together = new Architecture(input, [Convolution(), .. rectifier, new MaxPool(poolHeight, poolWidth)]);
            var apart = new Architecture(input, [Convolution(), new Dropout(0), .. rectifier, new MaxPool(poolHeight, poolWidth)]);
            Assert.Equal(1, new Network(together).LayerCount);
            var (found, expected) = (Gradients(together, height), Gradients(apart, height));
            for (int tensor = 0; tensor < expected.Length; tensor++)
                for (int index = 0; index < expected[tensor].Length; index++)
                    Assert.Equal(expected[tensor][index], found[tensor][index], 2e-5f * Math.Max(1, MathF.Abs(expected[tensor][index])));
        },
        iter: 300);

    // A channel more or less than whole vectors, each way in which the weight gradients of pooled convolutions are computed.
    [Theory]
    [InlineData(3, 3, 1, 2)]
    [InlineData(8, 3, 1, 2)]
    [InlineData(17, 3, 1, 2)]
    [InlineData(35, 2, 3, 2)]
    [InlineData(17, 3, 2, 2)]
    [InlineData(8, 3, 1, 3)]
    public void PooledConvolution_OfAnyNumberOfFilters_GivesTheGradientsOfItsLayersApart(int filters, int kernel, int inputs, int pool)
    {
        var input = new Input(11, 12, inputs);
        var together = new Architecture(input, new Conv2D(filters, kernel), new ReLU(), new MaxPool(pool));
        var apart = new Architecture(input, new Conv2D(filters, kernel), new Dropout(0), new ReLU(), new MaxPool(pool));
        var (found, expected) = (Gradients(together, 5), Gradients(apart, 5));
        for (int tensor = 0; tensor < expected.Length; tensor++)
            for (int index = 0; index < expected[tensor].Length; index++)
                Assert.Equal(expected[tensor][index], found[tensor][index], 2e-5f * Math.Max(1, MathF.Abs(expected[tensor][index])));
    }

    // Outputs, gradients of the inputs and of the parameters.
    private static float[][] Gradients(Architecture architecture, int seed)
    {
        var network = new Network(architecture, seed);
        var random = new Random(seed);
        const int Count = 3;
        foreach (var parameter in network.Parameters)
            parameter.SetValues(GradientCheck.Uniform(random, parameter.Length));
        GradientCheck.Uniform(random, Count * architecture.InputShape.Length).CopyTo(network.InputBatch(Count));
        float[] outputs = network.Forward(Count, network.LayerCount, new(Training: true)).ToArray();
        GradientCheck.Uniform(random, outputs.Length).CopyTo(network.OutputGradients(Count, network.LayerCount));
        float[] inputs = network.Backward(Count, network.LayerCount, inputGradients: true).ToArray();
        return [outputs, inputs, .. network.Parameters.Select(parameter => parameter.Gradients.ToArray())];
    }

    // Geometries that cannot be declared are not the matter of these tests.
    private static bool Fits(Input input, params Layer[] layers)
    {
        try
        {
            _ = new Architecture(input, layers);
            return true;
        }
        catch (DeclarationException)
        {
            return false;
        }
    }
}
