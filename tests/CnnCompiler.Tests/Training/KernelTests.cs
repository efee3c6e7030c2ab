using CnnCompiler.Inference;
using CnnCompiler.Training.Kernels;

namespace CnnCompiler.Tests.Training;

public sealed class KernelTests
{
    [Theory]
    [InlineData(1, 3)]
    [InlineData(13, 20)]
    [InlineData(64, 33)]
    public void Products_OfEveryWidth_GiveTheSameBits(int pixels, int lanes)
    {
        const int Taps = 23;
        var random = new Random(2);
        var plan = TapPlan.OfRows(pixels, Taps, lanes, 1);
        float[] inputs = GradientCheck.Uniform(random, pixels * Taps);
        float[] weights = GradientCheck.Uniform(random, lanes * Taps);
        float[] biases = GradientCheck.Uniform(random, LaneCount.RoundUp(lanes, 16));
        float[] outputGradients = GradientCheck.Uniform(random, pixels * LaneCount.RoundUp(lanes, 16));
        var found = Widths().Select(width =>
        {
            var packed = new TapWeights(plan, lanes, Taps, width);
            packed.Pack(weights);
            float[] outputs = new float[pixels * lanes];
            TapProducts.Run(plan, pixels, inputs, packed, biases, outputs, lanes);
            float[] gradients = new float[weights.Length];
            packed.Values.Clear();
            TapGradients.Run(plan, pixels, inputs, outputGradients, LaneCount.RoundUp(lanes, 16), lanes, packed);
            packed.AddTo(gradients);
            return (outputs, gradients);
        }).ToArray();
        Assert.All(found, result => Assert.Equal(found[0].outputs, result.outputs));
        Assert.All(found, result => Assert.Equal(found[0].gradients, result.gradients));
        // One of each in double, so that equal is not equally wrong.
        int last = pixels - 1;
        double product = biases[lanes - 1] + Enumerable.Range(0, Taps).Sum(tap => (double)inputs[last * Taps + tap] * weights[(lanes - 1) * Taps + tap]);
        Assert.Equal(product, found[0].outputs[^1], 1e-5);
        int step = LaneCount.RoundUp(lanes, 16);
        double gradient = Enumerable.Range(0, pixels).Sum(pixel => (double)inputs[pixel * Taps + 5] * outputGradients[pixel * step + 2]);
        Assert.Equal(gradient, found[0].gradients[2 * Taps + 5], 1e-5);
    }

    [Theory]
    [InlineData(1, 3, 2)]
    [InlineData(9, 131, 7)]
    [InlineData(4, 48, 3)]
    [InlineData(6, 100, 1)]
    [InlineData(5, 15, 9)]
    [InlineData(3, 16, 4)]
    [InlineData(7, 33, 13)]
    public void DenseProducts_MatchSumsInDouble(int images, int inputs, int outputs)
    {
        var random = new Random(3);
        float[] x = GradientCheck.Uniform(random, images * inputs), weights = GradientCheck.Uniform(random, outputs * inputs);
        float[] bias = GradientCheck.Uniform(random, outputs), gradients = GradientCheck.Uniform(random, images * outputs);
        float[] y = new float[images * outputs], dx = new float[x.Length], dw = new float[weights.Length];
        float[] packed = new float[(Math.Max(images, outputs) + 4) * DenseStrips.Width];
        DenseProducts.Run(x, weights, bias, y, images, inputs, outputs, 0, outputs);
        for (int strip = 0; strip * DenseStrips.Width < inputs; strip++)
        {
            DenseStrips.Run(weights, gradients, outputs, 1, dx, images, outputs, inputs, strip, packed);
            DenseStrips.Run(x, gradients, 1, outputs, dw, outputs, images, inputs, strip, packed);
        }
        for (int image = 0; image < images; image++)
            for (int output = 0; output < outputs; output++)
                Assert.Equal(
                    bias[output] + Enumerable.Range(0, inputs).Sum(i => (double)x[image * inputs + i] * weights[output * inputs + i]),
                    y[image * outputs + output], 2e-5);
        for (int input = 0; input < inputs; input++)
        {
            for (int image = 0; image < images; image++)
                Assert.Equal(
                    Enumerable.Range(0, outputs).Sum(o => (double)gradients[image * outputs + o] * weights[o * inputs + input]), dx[image * inputs + input], 1e-5);
            for (int output = 0; output < outputs; output++)
                Assert.Equal(
                    Enumerable.Range(0, images).Sum(i => (double)gradients[i * outputs + output] * x[i * inputs + input]), dw[output * inputs + input], 1e-5);
        }
    }

    [Theory]
    [InlineData(new[] { 0, 1, 2, 10, 11, 12 }, 3)]
    [InlineData(new[] { 0, 1, 2, 3 }, 4)]
    [InlineData(new[] { 0, 2, 4 }, 1)]
    [InlineData(new[] { 0, 1, 5, 7 }, 1)]
    [InlineData(new[] { -3, -2, 4, 5, 6, 7 }, 2)]
    public void Plan_FindsTheLongestCommonRun(int[] taps, int length)
    {
        var plan = new TapPlan([0], [0], taps, taps);
        Assert.Equal(length, plan.RunLength);
        Assert.Equal(taps, plan.Runs.SelectMany(run => Enumerable.Range(run, length)));
    }

    // Sixteen lanes are right, if slow, on every machine that has fused multiply-add at all; without it there is only the narrowest.
    private static int[] Widths() => VectorPath.HasFma128 ? [4, 8, 16] : [4];
}
