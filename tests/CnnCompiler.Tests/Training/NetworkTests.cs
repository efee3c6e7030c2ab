using CnnCompiler.Training;
using CnnCompiler.Weights;

namespace CnnCompiler.Tests.Training;

public sealed class NetworkTests
{
    private static readonly Architecture Net = new(
        new Input(9, 8, 2), new Conv2D(5, 3) { Name = "features" }, new BatchNorm(), new ReLU(), new MaxPool(2),
        new Flatten(), new Dropout(), new Dense(3), new Softmax());

    [Fact]
    public void Save_ThenLoad_GivesTheSamePredictions()
    {
        var network = new Network(Net, seed: 1);
        using var stream = new MemoryStream();
        network.Save(stream, new Dictionary<string, string> { ["note"] = "a test" });
        stream.Position = 0;
        var other = new Network(Net, seed: 2);
        float[] expected = Predict(network, 5);
        Assert.NotEqual(expected, Predict(other, 5));
        other.Load(stream);
        Assert.Equal(expected, Predict(other, 5));
    }

    [Fact]
    public void Save_ToAFile_LeavesNothingElseBehind()
    {
        string folder = Directory.CreateTempSubdirectory("cnn").FullName;
        try
        {
            string path = Path.Combine(folder, "net.safetensors");
            new Network(Net, 3).Save(path);
            new Network(Net, 4).Save(path);
            Assert.Equal([path], Directory.GetFileSystemEntries(folder));
            var loaded = new Network(Net);
            loaded.Load(path);
            Assert.Equal(Predict(new Network(Net, 4), 2), Predict(loaded, 2));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Load_OfAFileThatLacksATensor_ChangesNothing()
    {
        var network = new Network(Net, 1);
        float[] before = Predict(network, 2);
        using var stream = new MemoryStream();
        SafetensorsWriter.Write(stream, [new WeightTensor("features.weight", [5, 2, 3, 3], new float[90])]);
        stream.Position = 0;
        Assert.Contains("features.bias", Assert.Throws<WeightException>(() => network.Load(stream)).Message, StringComparison.Ordinal);
        Assert.Equal(before, Predict(network, 2));
    }

    [Fact]
    public void Predict_OfManyInputs_GivesWhatEachGivesAlone()
    {
        var network = new Network(Net, 1);
        const int Count = 150;
        float[] inputs = GradientCheck.Uniform(new Random(1), Count * 144);
        float[] together = new float[Count * 3];
        network.Predict(inputs, together, Count);
        float[] alone = new float[3];
        foreach (int index in new[] { 0, 7, 63, 64, 65, 149 })
        {
            network.Predict(inputs.AsSpan(index * 144, 144), alone);
            Assert.Equal(together.AsSpan(index * 3, 3).ToArray(), alone);
            Assert.Equal(1, alone.Sum(), 1e-6);
        }
    }

    [Fact]
    public void Predict_WithSpansOfAnotherLength_SaysWhichLengthItNeeds()
    {
        var network = new Network(Net);
        Assert.Contains("288", Assert.Throws<ArgumentException>(() => network.Predict(new float[144], new float[6], 2)).Message, StringComparison.Ordinal);
        Assert.Contains("found 4", Assert.Throws<ArgumentException>(() => network.Predict(new float[144], new float[4])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => network.Predict([], [], -1));
    }

    [Fact]
    public void Predict_AfterTheFirst_AllocatesNothing()
    {
        var network = new Network(Net);
        float[] inputs = new float[144];
        float[] outputs = new float[3];
        network.Predict(inputs, outputs);
        long before = GC.GetAllocatedBytesForCurrentThread();
        network.Predict(inputs, outputs);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Parameters_AreNamedAndShapedAsPyTorchDoes()
    {
        var parameters = new Network(Net).Parameters;
        Assert.Equal(
            ["features.weight 5x2x3x3", "features.bias 5", "1.weight 5", "1.bias 5", "1.running_mean 5", "1.running_var 5", "6.weight 3x45", "6.bias 3"],
            parameters.Select(parameter => $"{parameter.Name} {string.Join('x', parameter.Shape)}"));
        Assert.Equal(["1.running_mean", "1.running_var"], parameters.Where(parameter => !parameter.Trainable).Select(parameter => parameter.Name));
        Assert.Throws<ArgumentException>(() => parameters[1].SetValues(new float[4]));
    }

    [Fact]
    public void NewNetwork_HasTheVarianceOfHeAndGlorot_AndASmallLastLayer()
    {
        var net = new Architecture(
            new Input(8, 8, 8) { Mean = [0.5f], StandardDeviation = [0.3f] },
            new Conv2D(64, 3), new BatchNorm(), new ReLU(), new Flatten(), new Dense(256), new Tanh(), new Dense(8), new Softmax());
        var network = new Network(net, 9);
        // The variance of a uniform distribution is limit^2 / 3: He 2 / fanIn, Glorot 2 / (fanIn + fanOut).
        Assert.Equal(2.0 / 72, Variance(network.Parameters[0]), 2.0 / 72 * 0.05);
        Assert.Equal(2.0 / (2304 + 256), Variance(network.Parameters[6]), 2.0 / 2560 * 0.05);
        Assert.Equal(0.01 * 2.0 / (256 + 8), Variance(network.Parameters[8]), 0.02 / 264 * 0.1);
        Assert.All(network.Parameters[1].Values.ToArray(), value => Assert.Equal(0, value));
        Assert.All(network.Parameters[2].Values.ToArray(), value => Assert.Equal(1, value));
        Assert.All(network.Parameters[5].Values.ToArray(), value => Assert.Equal(1, value));
    }

    [Fact]
    public void NewNetwork_OnValuesFromZeroToOne_CountsWithAThirdOfTheirSquares()
    {
        var network = new Network(
            new Architecture(new Input(8, 8, 8), new Dropout(0.1f), new Conv2D(64, 3), new ReLU(), new Conv2D(32, 3), new ReLU(), new Flatten(), new Dense(2)), 9);
        Assert.Equal(3 * 2.0 / 72, Variance(network.Parameters[0]), 6.0 / 72 * 0.05);
        Assert.Equal(2.0 / 576, Variance(network.Parameters[2]), 2.0 / 576 * 0.05);
    }

    [Fact]
    public void NewNetwork_ThatEndsWithARectifier_HasHesVarianceThere()
    {
        var network = new Network(new Architecture(new Input(100), new Dense(200), new ReLU()), 9);
        Assert.Equal(2.0 / 100, Variance(network.Parameters[0]), 2.0 / 100 * 0.05);
    }

    [Fact]
    public void Dropout_InTraining_DropsItsShareAndKeepsTheMean()
    {
        var network = new Network(new Architecture(new Input(10000), new Dropout(0.3f)));
        network.InputBatch(1).Fill(1);
        float[] outputs = network.Forward(1, 1, new(Training: true, RandomKey: 5)).ToArray();
        Assert.Equal(0.3, outputs.Count(value => value == 0) / 10000.0, 0.02);
        Assert.All(outputs.Where(value => value != 0), value => Assert.Equal(1 / 0.7f, value, 1e-6f));
        Assert.Equal(outputs, network.Forward(1, 1, new(Training: true, RandomKey: 5)).ToArray());
        Assert.NotEqual(outputs, network.Forward(1, 1, new(Training: true, RandomKey: 6)).ToArray());
    }

    [Fact]
    public void Summary_ListsLayersShapesParametersAndWork() => Assert.Equal(
        """
        Layer            Output shape  Parameters   MACs
        ------------------------------------------------
        input            9x8x2                  0      0
        features Conv2D  7x6x5                 95  3,780
        1 BatchNorm      7x6x5                 20      0
        2 ReLU           7x6x5                  0      0
        3 MaxPool        3x3x5                  0      0
        4 Flatten        45                     0      0
        5 Dropout        45                     0      0
        6 Dense          3                    138    135
        7 Softmax        3                      0      0
        ------------------------------------------------
        253 parameters (243 trainable), 3,915 MACs

        """.ReplaceLineEndings("\n"),
        new Network(Net).Summary());

    private static float[] Predict(Network network, int count)
    {
        float[] outputs = new float[count * 3];
        network.Predict(GradientCheck.Uniform(new Random(7), count * 144), outputs, count);
        return outputs;
    }

    private static double Variance(Parameter parameter) => parameter.Values.ToArray().Average(value => (double)value * value);
}
