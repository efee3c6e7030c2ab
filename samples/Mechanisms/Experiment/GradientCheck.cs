using CnnCompiler;
using CnnCompiler.Data;
using CnnCompiler.Training;
using Digits.Data;

namespace Mechanisms.Experiment;

/// <summary>Compares gradients with slopes of the loss.</summary>
internal static class GradientCheck
{
    private const int Images = 16;
    private const float Step = 2e-3f;
    private const float NoStep = 1e-30f;
    private const float Bias = 0.1f;

    /// <summary>Weights of each tensor that are moved.</summary>
    private const int WeightsOfATensor = 6;

    /// <summary>The net as program text.</summary>
    public const string Text = """
        [Input(28, 28, 1)]
        [Filter("gaussian"), Conv2D(4, 3), ReLU, MaxPool(2)]
        [Conv2D(6, 3, Stride = 2), Tanh, DepthwiseConv2D(3, Multiplier = 2), Sigmoid]
        [AveragePool(2), Flatten, Dense(10), Softmax]
        """;

    /// <summary>The largest difference between a gradient and the slope, as a part of the largest slope of its tensor.</summary>
    public static double Run()
    {
        var net = new Architecture(
            new Input(28, 28, 1), new Filter("gaussian"), new Conv2D(4, 3), new ReLU(), new MaxPool(2), new Conv2D(6, 3) { Stride = 2 }, new Tanh(),
            new DepthwiseConv2D(3) { Multiplier = 2 }, new Sigmoid(), new AveragePool(2), new Flatten(), new Dense(10), new Softmax());
        var network = new Network(net, seed: 3);
        // Blank paper and a bias of 0 would put ReLU on its corner, where it has no slope.
        foreach (var bias in network.Parameters.Where(parameter => parameter.Shape.Count == 1))
            bias.SetValues([.. Enumerable.Repeat(Bias, bias.Length)]);
        var digits = HandwrittenDigits.Draw(Images, seed: 7);
        new Trainer(network, new TrainingOptions { Optimizer = new Sgd(NoStep), BatchSize = Images, Epochs = 1, Seed = 1 }).Train(digits);
        return network.Parameters.Max(parameter => Difference(network, digits, parameter));
    }

    private static double Difference(Network network, IDataSet digits, Parameter parameter)
    {
        float[] gradients = parameter.Gradients.ToArray();
        double largest = 0;
        double scale = gradients.Max(Math.Abs);
        for (int place = 0; place < Math.Min(WeightsOfATensor, parameter.Length); place++)
        {
            int index = (int)((long)place * parameter.Length / WeightsOfATensor) % parameter.Length;
            double slope = (LossWith(network, digits, parameter, index, Step) - LossWith(network, digits, parameter, index, -Step)) / (2 * Step);
            largest = Math.Max(largest, Math.Abs(slope - gradients[index]) / scale);
        }
        return largest;
    }

    private static double LossWith(Network network, IDataSet digits, Parameter parameter, int index, float step)
    {
        float[] before = parameter.Values.ToArray();
        float[] moved = [.. before];
        moved[index] += step;
        parameter.SetValues(moved);
        double loss = Evaluation.Of(network, digits).Loss;
        parameter.SetValues(before);
        return loss;
    }
}
