using CnnCompiler.Conformance.Cases;
using CnnCompiler.Training;
using CnnCompiler.Training.Layers;

namespace CnnCompiler.Conformance.Tests;

/// <summary>
/// The layers that behave differently in training, against the standard's own cases of that. Release 1.22 as it lies here has none of an optimiser; the steps of
/// its momentum are tested where the optimisers are.
/// </summary>
public class TrainingCaseTests
{
    private const string Cases = "onnx-node/v1.22.0";

    // The standard's momentum is the share that the running statistics keep; here, as in PyTorch, it is the share of the new batch.
    private const float Kept = 0.9f;

    [DataFact(Cases)]
    public void BatchNorm_InTraining_GivesTheStandardsOutputs()
    {
        Check("test_batchnorm_example_training_mode", 1e-5f);
        Check("test_batchnorm_epsilon_training_mode", 1e-2f);
    }

    [DataFact(Cases)]
    public void Dropout_InTraining_WithARateOfZero_HandsEverythingOn()
    {
        foreach (string name in new[] { "test_training_dropout_zero_ratio", "test_training_dropout_zero_ratio_mask" })
        {
            var (input, expected) = Dropout(name);
            Assert.Equal(expected, Run(input, rate: 0, key: 1));
        }
    }

    [DataFact(Cases)]
    public void Dropout_InTraining_ScalesWhatItKeepsAsTheStandardDoes()
    {
        // Which values are dropped is every implementation's own chance; what becomes of those that both keep is not.
        foreach (var (name, rate) in new[] { ("test_training_dropout", 0.75f), ("test_training_dropout_mask", 0.75f), ("test_training_dropout_default", 0.5f) })
        {
            var (input, expected) = Dropout(name);
            int compared = 0;
            for (ulong key = 1; key <= 40; key++)
            {
                float[] found = Run(input, rate, key);
                for (int index = 0; index < found.Length; index++)
                    if (found[index] != 0 && expected[index] != 0)
                    {
                        Assert.Equal(expected[index], found[index], 1e-6f * Math.Abs(expected[index]));
                        compared++;
                    }
            }
            Assert.True(compared > expected.Count(value => value != 0), $"{name}: only {compared} values could be compared.");
        }
    }

    private static void Check(string name, float epsilon)
    {
        var one = Assert.Single(TestCase.Read(Repository.Data(Cases, name)!));
        float[][] inputs = [.. one.Inputs.Values.Select(input => input.Values<float>().ToArray())];
        float[][] outputs = [.. one.Outputs.Select(output => output!.Values<float>().ToArray())];
        int[] shape = [.. one.Inputs.Values.First().Shape];
        var (count, channels, height, width) = (shape[0], shape[1], shape[2], shape[3]);
        var network = new Network(new Architecture(new Input(height, width, channels), new BatchNorm { Epsilon = epsilon, Momentum = 1 - Kept }));
        for (int parameter = 0; parameter < 4; parameter++)
            network.Parameters[parameter].SetValues(inputs[parameter + 1]);
        ToPixels(inputs[0], count, channels, height * width).CopyTo(network.InputBatch(count));
        float[] found = network.Forward(count, 1, new Pass(Training: true)).ToArray();
        float[] expected = ToPixels(outputs[0], count, channels, height * width);
        AssertClose(expected, found);
        AssertClose(outputs[1], network.Parameters[2].Values);
        // The standard takes the batch's variance into the running one as it is, PyTorch and this library the unbiased one: values / (values - 1) of it.
        double values = (double)count * height * width;
        AssertClose([.. outputs[2].Zip(inputs[4], (after, before) => (float)(Kept * before + (after - Kept * before) * values / (values - 1)))], network.Parameters[3].Values);
    }

    private static (float[] Input, float[] Output) Dropout(string name)
    {
        var one = Assert.Single(TestCase.Read(Repository.Data(Cases, name)!));
        return (one.Inputs.Values.First().Values<float>().ToArray(), one.Outputs[0]!.Values<float>().ToArray());
    }

    private static float[] Run(float[] input, float rate, ulong key)
    {
        var network = new Network(new Architecture(new Input(input.Length), new Dropout(rate)));
        input.CopyTo(network.InputBatch(1));
        return network.Forward(1, 1, new Pass(Training: true, key)).ToArray();
    }

    // From planes, as the standard keeps maps, to pixels.
    private static float[] ToPixels(float[] planes, int count, int channels, int area) =>
        [.. Enumerable.Range(0, planes.Length).Select(place => planes[(place / (area * channels) * channels + place % channels) * area + place / channels % area])];

    private static void AssertClose(ReadOnlySpan<float> expected, ReadOnlySpan<float> found)
    {
        Assert.Equal(expected.Length, found.Length);
        for (int index = 0; index < expected.Length; index++)
            Assert.Equal(expected[index], found[index], 1e-7f + 1e-5f * Math.Max(1, Math.Abs(expected[index])));
    }
}
