using CnnCompiler.Inference;
using CnnCompiler.Oracle;
using CnnCompiler.Oracle.Models;
using CnnCompiler.Oracle.Onnx;
using CnnCompiler.Testing;
using CsCheck;

namespace CnnCompiler.Numerics.Tests;

/// <summary>The output of every layer, against ONNX Runtime on the net cut off behind that layer.</summary>
public sealed class FeatureMapTests
{
    private const double LeastScale = 0.1;

    [Fact]
    public void EveryLayer_AgreesWithOnnxRuntime()
    {
        var net = new Architecture(
            new Input(20, 18, 3), new Filter(FilterKind.Blur) { Padding = Padding.Same }, new Conv2D(8, 3) { Bias = false }, new BatchNorm(), new ReLU(), new MaxPool(2),
            new Dropout(0.5f), new DepthwiseConv2D(3) { Pad = 1, Name = "deep.wise" }, new LeakyReLU(0.2f), new Conv2D(16, 3), new Conv2D(5, 1), new Tanh(), new MinPool(2),
            new AveragePool(2) { Stride = 1 }, new Flatten(), new Dense(7) { Name = "head" }, new Sigmoid(), new Dense(4), new Softmax());
        string[] names =
        [
            "Filter0", "Conv2D1", "BatchNorm2", "ReLU3", "MaxPool4", "Dropout5", "deep.wise", "LeakyReLU7", "Conv2D8", "Conv2D9", "Tanh10", "MinPool11", "AveragePool12",
            "Flatten13", "head", "Sigmoid15", "Dense16", "Softmax17",
        ];
        Compare(net, 7, names);
    }

    [Fact]
    public void RandomNets_AgreeWithOnnxRuntime() => Gen.Int.Sample(
        seed =>
        {
            var random = new RandomValues((ulong)seed);
            var layers = new RandomLayers(random);
            var net = new NetBuilder(layers.Map(6, 19, 8)).Add(shape => layers.Conv2D(shape)).Add(new ReLU()).Add(shape => layers.MaxPool(shape))
                .Add(shape => layers.PlainConv2D(shape)).Add(layers.BatchNorm()).Add(layers.Activation()).Build();
            Compare(net, seed);
        },
        iter: 6, threads: 1);

    [Fact]
    public void Sequence_AgreesWithOnnxRuntime() => Compare(
        new Architecture(new Input(40, 3), new Conv1D(6, 3), new ReLU(), new Filter("laplacian"), new MaxPool(2), new Flatten(), new Dense(3)), 2);

    [Fact]
    public void ResidualBlock_KeepsEveryMap()
    {
        var net = new Architecture(
            new Input(12, 11, 3), new Conv2D(8, 3), new Residual(), new Conv2D(8, 3) { Pad = 1 }, new ReLU(), new Conv2D(8, 3) { Pad = 1 }, new Add(), new ReLU(), new MaxPool(2));
        var weights = RandomWeights.Of(net, 3);
        float[] input = RandomWeights.InputOf(net, 3);
        var model = ModelEditing.CutAt(ModelProto.Parser.ParseFrom(OnnxModelWriter.Write(net, weights)), ["value0", "value2", "value3", "value4", "value5", "value6", "value7"]);
        var given = TensorData.Of<float>(TensorElementType.Float32, [1, 3, 12, 11], TensorLayout.ToChannelsFirst(net.InputShape, input));
        var expected = OnnxReference.Run(Google.Protobuf.MessageExtensions.ToByteArray(model), new Dictionary<string, TensorData> { [OnnxModelWriter.InputName] = given });
        using var models = Compile(net, 3);
        var maps = models["Net"].NewFeatureMaps();
        var tensor = new Tensor(models["Net"].Info.Inputs[0]);
        input.CopyTo(tensor.Values<float>());
        maps.Run([tensor]);
        int[] layers = [0, 2, 3, 4, 5, 6, 7];
        for (int index = 0; index < layers.Length; index++)
        {
            float[] ordered = TensorLayout.ToChannelsLast(net.ShapeAfter(layers[index]), expected[index].Values<float>());
            Assert.True(Difference.Relative(ordered, maps.All[layers[index]].Values<float>(), LeastScale) <= NetComparison.Tolerance, $"Layer {layers[index]}");
        }
        Assert.Equal(maps["Conv2D0"].Values<float>(), maps["Residual1"].Values<float>());
    }

    [Fact]
    public void OnnxModel_OffersItsNodesByName()
    {
        var net = new Architecture(new Input(12, 12, 2), new Conv2D(5, 3), new ReLU(), new MaxPool(2), new Flatten(), new Dense(3), new Softmax());
        byte[] file = OnnxModelWriter.Write(net, RandomWeights.Of(net, 4));
        var model = ModelProto.Parser.ParseFrom(file);
        string[] inner = [.. model.Graph.Node.Select(node => node.Output[0])];
        var whole = ModelEditing.CutAt(model, inner);
        var input = TensorData.Of<float>(TensorElementType.Float32, [1, 2, 12, 12], RandomWeights.InputOf(net, 4));
        var expected = OnnxReference.Run(Google.Protobuf.MessageExtensions.ToByteArray(whole), new Dictionary<string, TensorData> { [OnnxModelWriter.InputName] = input });

        using var models = ModelHarness.Compile(
            "using CnnCompiler;\n[CnnModel(\"net.onnx\", FeatureMaps = true)] public sealed partial class Net;", new Dictionary<string, byte[]> { ["net.onnx"] = file });
        var maps = models["Net"].NewFeatureMaps();
        var tensor = new Tensor(models["Net"].Info.Inputs[0]);
        input.CopyTo(tensor);
        maps.Run([tensor]);
        Assert.Equal(["0/Conv", "1/Relu", "2/MaxPool", "3/Flatten", "4/Gemm", "5/Softmax", "end"], maps.All.ToArray().Select(map => map.Info.Name));
        for (int index = 0; index < maps.All.Length; index++)
        {
            Assert.Equal(expected[index].Shape, maps.All[index].Info.Shape.ToArray());
            Assert.True(Difference.Relative(expected[index].Values<float>(), maps.All[index].Values<float>(), LeastScale) <= NetComparison.Tolerance, maps.All[index].Info.Name);
        }
    }

    [Fact]
    public void UnknownName_IsToldWithThoseThereAre()
    {
        using var models = Compile(new Architecture(new Input(4, 4, 1), new Filter("sharpen"), new ReLU()), 1);
        var problem = Assert.Throws<ArgumentException>(() => models["Net"].NewFeatureMaps()["Conv2D0"]);
        Assert.Contains("sharpen, ReLU1", problem.Message, StringComparison.Ordinal);
    }

    private static ModelHarness Compile(Architecture net, int seed) => ModelHarness.Compile(net, RandomWeights.Of(net, seed), featureMaps: true);

    private static void Compare(Architecture net, int seed, string[]? names = null)
    {
        var weights = RandomWeights.Of(net, seed);
        float[] input = RandomWeights.InputOf(net, seed);
        using var models = Compile(net, seed);
        var maps = models["Net"].NewFeatureMaps();
        Assert.Equal(net.Layers.Count, maps.All.Length);
        if (names is not null)
            Assert.Equal(names, maps.All.ToArray().Select(map => map.Info.Name));
        var given = new Tensor(models["Net"].Info.Inputs[0]);
        input.CopyTo(given.Values<float>());
        // Twice: the second input must find nothing of the first.
        maps.Run([new Tensor(models["Net"].Info.Inputs[0])]);
        maps.Run([given]);
        for (int layer = 0; layer < net.Layers.Count; layer++)
        {
            var part = new Architecture(net.Input, [.. net.Layers.Take(layer + 1)]);
            float[] expected = OnnxNet.Predict(part, weights, input);
            double difference = Difference.Relative(expected, maps.All[layer].Values<float>(), LeastScale);
            Assert.True(difference <= NetComparison.Tolerance, $"Seed {seed}, layer {layer} ({net.Layers[layer].Kind}): difference {difference:E2}");
            Assert.Equal(part.OutputShape.ToString(), string.Join('x', maps.All[layer].Info.Shape.ToArray()));
        }
        Assert.True(Difference.Relative(models["Net"].Output(input), maps.All[^1].Values<float>(), LeastScale) <= NetComparison.Tolerance);
    }
}
