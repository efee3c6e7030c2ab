using CnnCompiler.Training;
using CnnCompiler.Training.Layers;

namespace CnnCompiler.Tests.Training;

/// <summary>Compares the gradients of a net's parameters and inputs with central finite differences of its own forward pass.</summary>
/// <remarks>
/// What is differentiated is the sum of outputs * random directions, summed in double. The five-point formula has an error of step^4, so
/// that a step large enough for float32 is exact enough; for layers that are linear in what is changed any step is exact.
/// </remarks>
internal static class GradientCheck
{
    private const int MostPerTensor = 40;
    private static readonly Pass TrainingPass = new(Training: true, RandomKey: 7);

    /// <summary>Checks up to 40 values of each tensor.</summary>
    /// <param name="architecture">The net.</param>
    /// <param name="seed">What parameters, inputs and directions depend on.</param>
    /// <param name="step">The step of the differences.</param>
    /// <param name="tolerance">How far gradients may be apart, absolute below 1 and relative above.</param>
    /// <param name="count">The number of images.</param>
    /// <param name="draw">Makes the inputs; uniform between -1 and 1 where none is given.</param>
    public static void Run(Architecture architecture, int seed, float step, double tolerance, int count = 3, Func<Random, int, float[]>? draw = null)
    {
        var random = new Random(seed);
        var network = new Network(architecture, seed);
        foreach (var parameter in network.Parameters.Where(parameter => parameter.Trainable))
            parameter.SetValues(Uniform(random, parameter.Length));
        float[] inputs = (draw ?? Uniform)(random, count * architecture.InputShape.Length);
        float[] directions = Uniform(random, count * architecture.OutputShape.Length);
        int layers = network.LayerCount;

        double Objective()
        {
            inputs.CopyTo(network.InputBatch(count));
            var outputs = network.Forward(count, layers, TrainingPass);
            double sum = 0;
            for (int index = 0; index < outputs.Length; index++)
                sum += (double)outputs[index] * directions[index];
            return sum;
        }

        Objective();
        directions.CopyTo(network.OutputGradients(count, layers));
        float[] inputGradients = network.Backward(count, layers, inputGradients: true).ToArray();
        float[][] gradients = [.. network.Parameters.Select(parameter => parameter.Gradients.ToArray())];
        Compare("input", inputGradients, (index, by) => inputs[index] += by, index => inputs[index], Objective, random, step, tolerance);
        for (int position = 0; position < gradients.Length; position++)
        {
            var parameter = network.Parameters[position];
            if (parameter.Trainable)
                Compare(
                    parameter.Name, gradients[position], (index, by) => parameter.Edit()[index] += by, index => parameter.Values[index],
                    Objective, random, step, tolerance);
        }
    }

    /// <summary>Values between -1 and 1.</summary>
    public static float[] Uniform(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() * 2 - 1)];

    /// <summary>Values at least 0.2 away from 0, where rectifiers have their corner.</summary>
    public static float[] AwayFromZero(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => (0.2f + random.NextSingle()) * (random.Next(2) * 2 - 1))];

    /// <summary>Values that are 0.1 apart from each other, so that no small step changes which one is the largest.</summary>
    public static float[] Apart(Random random, int count)
    {
        float[] values = [.. Enumerable.Range(0, count).Select(index => (index - count / 2) * 0.1f)];
        random.Shuffle(values);
        return values;
    }

    private static void Compare(
        string name, float[] gradients, Action<int, float> move, Func<int, float> value, Func<double> objective, Random random, float step, double tolerance)
    {
        int[] places = [.. Enumerable.Range(0, gradients.Length)];
        random.Shuffle(places);
        foreach (int place in places.Take(MostPerTensor))
        {
            float before = value(place);
            double At(float by)
            {
                move(place, before + by - value(place));
                return objective();
            }

            double difference = (8 * (At(step) - At(-step)) - (At(2 * step) - At(-2 * step))) / (12.0 * step);
            move(place, before - value(place));
            double distance = Math.Abs(difference - gradients[place]);
            Assert.True(
                distance <= tolerance * Math.Max(1, Math.Abs(difference)),
                FormattableString.Invariant($"{name}[{place}] of {gradients.Length}: gradient {gradients[place]:R}, finite difference {difference:R}."));
        }
    }
}
