using CnnCompiler.Inference;
using CnnCompiler.Onnx;
using CnnCompiler.Oracle;
using CnnCompiler.Oracle.Models;
using CnnCompiler.Oracle.Onnx;
using CnnCompiler.Training;
using CnnCompiler.Weights;
using CsCheck;

namespace CnnCompiler.Numerics.Tests;

/// <summary>Exported nets, loaded by ONNX Runtime and by Google's reader of protocol buffers.</summary>
public sealed class OnnxExporterTests
{
    private const double LeastScale = 0.1;

    [Fact]
    public void RandomNets_GiveOnnxRuntimeWhatTheNetworkComputes() => Gen.Int.Sample(
        seed =>
        {
            var random = new RandomValues((ulong)seed);
            var net = RandomNet(new RandomLayers(random), random);
            var network = NetworkOf(net, seed);
            float[] input = RandomWeights.InputOf(net, seed);
            float[] expected = new float[net.OutputShape.Length];
            network.Predict(input, expected);
            float[] actual = ExportedNet.Run(Export(network), net, input);
            double difference = Difference.Relative(expected, actual, LeastScale);
            Assert.True(difference <= NetComparison.Tolerance, $"Seed {seed}: difference {difference:E2}, {Difference.Describe(expected, actual)}");
        },
        iter: 150, threads: 1);

    [Fact]
    public void EveryKindOfLayer_IsExported()
    {
        var net = new Architecture(
            new Input(20, 18, 3),
            new Conv2D(8, 3) { Padding = Padding.Same, Dilation = 2 }, new BatchNorm(), new ReLU(), new MaxPool(3) { Stride = 2, Padding = Padding.Same },
            new DepthwiseConv2D(3) { PadTop = 1, PadLeft = 2, Bias = false }, new LeakyReLU(0.2f), new Conv2D(6, 1) { Groups = 2 }, new Sigmoid(),
            new AveragePool(2) { Padding = Padding.Same, CountIncludePad = false }, new Dropout(0.5f), new GlobalAveragePool(), new Flatten(),
            new Dense(5) { Bias = false }, new Tanh(), new Dense(4), new Softmax());
        var network = NetworkOf(net, 3);
        float[] input = RandomWeights.InputOf(net, 3);
        float[] expected = new float[4];
        network.Predict(input, expected);
        Assert.True(Difference.Relative(expected, ExportedNet.Run(Export(network), net, input)) <= NetComparison.Tolerance);
    }

    [Fact]
    public void Blocks_AreExportedWithTheirSumsAndNames()
    {
        var net = new Architecture(
            new Input(9, 8, 3),
            new Residual(), new Dropout(), new Conv2D(4, 3) { Padding = Padding.Same, Stride = 2 }, new Residual { Name = "inner" }, new Sigmoid(), new Add(),
            new Shortcut(), new Conv2D(4, 1) { Stride = 2 }, new BatchNorm(), new Add(), new ReLU(), new Residual(), new Dropout(), new Add());
        var network = NetworkOf(net, 4);
        float[] input = RandomWeights.InputOf(net, 4);
        float[] expected = new float[net.OutputShape.Length];
        network.Predict(input, expected);
        byte[] file = Export(network);
        Assert.True(Difference.Relative(expected, ExportedNet.Run(file, net, input)) <= NetComparison.Tolerance);
        Assert.Equal(
            ["0.body.1/Conv", "inner.body.0/Sigmoid", "inner.add/Add", "0.shortcut.0/Conv", "0.shortcut.1/BatchNormalization", "0.add/Add", "1/Relu", "2.add/Add"],
            ModelProto.Parser.ParseFrom(file).Graph.Node.Select(node => node.Name));
    }

    [Fact]
    public void Batch_IsFree()
    {
        var net = new Architecture(new Input(6, 6, 2), new Conv2D(3, 3), new ReLU(), new Flatten(), new Dense(5));
        var network = NetworkOf(net, 1);
        float[] inputs = [.. Enumerable.Range(0, 4).SelectMany(seed => RandomWeights.InputOf(net, seed))];
        float[] expected = new float[4 * 5];
        network.Predict(inputs, expected, 4);
        byte[] ordered = Floats([.. inputs.Chunk(net.InputShape.Length).SelectMany(one => TensorLayout.ToChannelsFirst(net.InputShape, one))]);
        var given = new Dictionary<string, TensorData> { [OnnxExporter.InputName] = new(TensorElementType.Float32, [4, 2, 6, 6], ordered) };
        var output = Assert.Single(OnnxReference.Run(Export(network), given));
        Assert.Equal([4, 5], output.Shape);
        Assert.True(Difference.Relative(expected, output.Values<float>()) <= NetComparison.Tolerance);
    }

    [Fact]
    public void NetOfDropoutAlone_IsAnIdentity()
    {
        var net = new Architecture(new Input(3), new Dropout(0.5f));
        Assert.Equal([1, 2, 3], ExportedNet.Run(Export(new Network(net)), net, [1, 2, 3]));
    }

    [Fact]
    public void File_HasTheNamesAndShapesOfTheWeightFile()
    {
        var net = new Architecture(new Input(5, 5, 1), new Conv2D(2, 3) { Name = "first.convolution" }, new Flatten(), new Dense(4));
        var model = ModelProto.Parser.ParseFrom(Export(new Network(net, seed: 1)));
        Assert.Equal(
            ["first.convolution.weight 2x1x3x3", "first.convolution.bias 2", "2.weight 4x18", "2.bias 4"],
            model.Graph.Initializer.Select(tensor => $"{tensor.Name} {string.Join('x', tensor.Dims)}"));
        Assert.Equal(OnnxExporter.OperatorSet, Assert.Single(model.OpsetImport).Version);
        Assert.Equal(["Conv", "Flatten", "Gemm"], model.Graph.Node.Select(node => node.OpType));
        Assert.Equal("batch", Assert.Single(model.Graph.Input).Type.TensorType.Shape.Dim[0].DimParam);
    }

    [Fact]
    public void WeightFile_GivesTheSameBytesAsTheNetwork()
    {
        var network = new Network(new Architecture(new Input(5, 5, 1), new Conv2D(2, 3), new BatchNorm(), new Flatten(), new Dense(4)), seed: 2);
        using var weights = new MemoryStream();
        network.Save(weights);
        using var exported = new MemoryStream();
        OnnxExporter.Write(network.Architecture, WeightFile.Open(weights.ToArray()), exported);
        Assert.Equal(Export(network), exported.ToArray());
    }

    [Fact]
    public void WeightFileOfAnotherNet_IsRefusedAndNothingIsWritten()
    {
        using var weights = new MemoryStream();
        new Network(new Architecture(new Input(4), new Dense(3))).Save(weights);
        using var exported = new MemoryStream();
        var other = new Architecture(new Input(5), new Dense(3));
        var refusal = Assert.Throws<WeightException>(() => OnnxExporter.Write(other, WeightFile.Open(weights.ToArray()), exported));
        Assert.Contains("0.weight", refusal.Message);
        Assert.Equal(0, exported.Length);
    }

    [Fact]
    public void Path_IsWrittenWholeOrNotAtAll()
    {
        var directory = Directory.CreateTempSubdirectory("exporter");
        try
        {
            var network = new Network(new Architecture(new Input(4), new Dense(3)));
            string file = Path.Combine(directory.FullName, "net.onnx");
            File.WriteAllText(file, "before");
            OnnxExporter.Write(network, file);
            Assert.Equal(Export(network), File.ReadAllBytes(file));
            Assert.ThrowsAny<IOException>(() => OnnxExporter.Write(network, Path.Combine(directory.FullName, "absent", "net.onnx")));
            Assert.Equal(["net.onnx"], directory.GetFileSystemInfos().Select(entry => entry.Name));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static Architecture RandomNet(RandomLayers layers, RandomValues random)
    {
        bool sequence = random.OneIn(4);
        var net = new NetBuilder(sequence ? layers.Sequence(4, 40) : layers.Map(4, 20));
        for (int count = random.Integer(1, 4); count > 0; count--)
            net.Add(shape => random.Integer(0, 8) switch
            {
                0 => layers.BatchNorm(),
                1 => layers.Activation(),
                2 => sequence ? layers.Activation() : layers.MaxPool(shape),
                3 => sequence ? layers.BatchNorm() : layers.AveragePool(shape),
                4 => new Dropout(0.3f),
                5 when !sequence => layers.Depthwise(shape),
                _ => sequence ? layers.Conv1D(shape) : layers.Conv2D(shape),
            });
        if (random.OneIn(3))
            net.Add(new GlobalAveragePool());
        if (random.OneIn(2))
            net.Add(new Flatten()).Add(layers.Dense(20));
        if (random.OneIn(3))
            net.Add(new Softmax());
        return net.Build();
    }

    private static Network NetworkOf(Architecture net, int seed)
    {
        var network = new Network(net);
        using var weights = new MemoryStream(RandomWeights.ToSafetensors(net, RandomWeights.Of(net, seed)));
        network.Load(weights);
        return network;
    }

    private static byte[] Export(Network network)
    {
        using var stream = new MemoryStream();
        OnnxExporter.Write(network, stream);
        return stream.ToArray();
    }

    private static byte[] Floats(float[] values) => System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
}
