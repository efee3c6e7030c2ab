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

    // Geometries that cannot be declared are not the matter of these tests.
    private static bool Fits(Input input, Layer layer)
    {
        try
        {
            layer.OutputShape(input.Shape);
            return true;
        }
        catch (DeclarationException)
        {
            return false;
        }
    }
}
