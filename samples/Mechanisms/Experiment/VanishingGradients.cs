using CnnCompiler;
using CnnCompiler.Training;
using Digits.Data;

namespace Mechanisms.Experiment;

/// <summary>How much of the gradient arrives at each layer of a deep net, by its activation.</summary>
internal static class VanishingGradients
{
    /// <summary>Convolutions of the net.</summary>
    public const int Depth = 16;

    private const int Images = 64;

    /// <summary>A step so small that float32 rounds it away: the weights stay what they were drawn as.</summary>
    private const float NoStep = 1e-30f;

    /// <summary>The net as program text.</summary>
    public static string Text => $$"""
        [Input(28, 28, 1)]
        [AveragePool(2)]
        [Conv2D(8, 3, Padding = Padding.Same), ReLU]    // {{Depth}} times; or Sigmoid, or Tanh
        [GlobalAveragePool, Flatten, Dense(10), Softmax]
        """;

    /// <summary>The length of the gradient of each convolution's weights.</summary>
    public static IReadOnlyList<(string Name, double[] Norms)> Measure() =>
    [
        ("ReLU", Measure(() => new ReLU())), ("Tanh", Measure(() => new Tanh())), ("Sigmoid", Measure(() => new Sigmoid())),
    ];

    private static double[] Measure(Func<Layer> activation)
    {
        var layers = new List<Layer> { new AveragePool(2) };
        for (int layer = 0; layer < Depth; layer++)
            layers.AddRange([new Conv2D(8, 3) { Padding = Padding.Same }, activation()]);
        layers.AddRange([new GlobalAveragePool(), new Flatten(), new Dense(10), new Softmax()]);
        var network = new Network(new Architecture(new Input(28, 28, 1), [.. layers]), seed: 1);
        new Trainer(network, new TrainingOptions { Optimizer = new Sgd(NoStep), BatchSize = Images, Epochs = 1, Seed = 1 }).Train(HandwrittenDigits.Draw(Images, seed: 1));
        return [.. network.Parameters.Where(parameter => parameter.Shape.Count == 4).Select(Norm)];
    }

    private static double Norm(Parameter parameter)
    {
        double sum = 0;
        foreach (float value in parameter.Gradients)
            sum += (double)value * value;
        return Math.Sqrt(sum);
    }
}
