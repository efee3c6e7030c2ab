using CnnCompiler.Oracle;
using CnnCompiler.Testing.Models;

namespace CnnCompiler.Numerics.Tests;

/// <summary>Layers compiled by themselves with each strategy that fits, as the benchmark compares them.</summary>
public sealed class LayerVariantTests
{
    public static TheoryData<string, Architecture> Layers => new()
    {
        { "3x3", new Architecture(new Input(12, 10, 16), new Conv2D(16, 3) { Padding = Padding.Same }, new ReLU()) },
        { "pooled", new Architecture(new Input(13, 12, 5), new Conv2D(9, 3), new ReLU(), new MaxPool(2)) },
        { "1x1", new Architecture(new Input(5, 6, 8), new Conv2D(20, 1), new ReLU()) },
        { "dense", new Architecture(new Input(4, 3, 16), new Flatten(), new Dense(12)) },
    };

    [Theory]
    [MemberData(nameof(Layers))]
    public void EveryStrategyThatFits_ComputesTheLayer(string name, Architecture net)
    {
        var weights = RandomWeights.Of(net, 3);
        float[] input = RandomWeights.InputOf(net, 3);
        float[] expected = OnnxNet.Predict(net, weights, input);
        var variants = LayerVariants.Of(OnnxModelWriter.Write(net, weights));
        Assert.True(variants.Count > 1, $"Only one strategy fits {name}.");
        Assert.True(variants[0].IsChosen);
        foreach (var variant in variants)
        {
            float[] output = new float[variant.Predictor.OutputLength];
            variant.Predictor.Predict(input, output);
            double difference = Difference.Relative(expected, output, leastScale: 0.1);
            Assert.True(difference <= NetComparison.Tolerance, $"{variant.Layer} by {variant.Strategy}: {difference:E2}");
        }
    }
}
