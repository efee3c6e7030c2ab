using System.IO.Compression;
using System.Text;
using CnnCompiler.Inference;
using CnnCompiler.Oracle.Models;
using CnnCompiler.Oracle.Onnx;
using CnnCompiler.Testing.Models;

namespace CnnCompiler.Conformance.Tests;

/// <summary>
/// Real trained models on real images: the accuracies and answers are those that a correct float32 program gets. An image or two of a thousand may fall
/// on the other side of a boundary where sums are taken in another order.
/// </summary>
public sealed class ModelAnswerTests
{
    private const string Models = "onnx-models";
    private const string Mnist = "mnist";
    private const string Cifar = "cifar10";
    private const string Images = "images";
    private const int Slack = 2;

    [DataFact(Models)]
    public void MnistCntk_GivesItsOwnTestData()
    {
        using var batch = Compile("mnist_cntk_opset8", out var model);
        string set = Repository.Data(Models, "mnist_cntk_opset8.test_data_set_0")!;
        var expected = ReadTensor(set, "output_0.pb");
        var actual = model.Run(new Dictionary<string, TensorData> { [model.Info.Inputs[0].Name] = ReadTensor(set, "input_0.pb") })[0];
        // Its 5x5 convolutions are Winograd's, which differ from direct sums by 1e-6 to 2e-6.
        Assert.True(OutputDifference.Of(expected, actual) is { Relative: < 1e-5 }, OutputDifference.Of(expected, actual).Text);
    }

    [DataFact(Models, Mnist)]
    public void MnistCntk_Recognises9890() => Assert.InRange(Recognised("mnist_cntk_opset8", MnistImages(), pixel => pixel / 255f), 9890 - Slack, 9890 + Slack);

    [DataFact(Models, Mnist)]
    public void MnistBurn_Recognises9916() =>
        Assert.InRange(Recognised("mnist_burn_bn", MnistImages(), pixel => (pixel / 255f - 0.1307f) / 0.3081f), 9916 - Slack, 9916 + Slack);

    [DataFact(Models, Cifar)]
    public void WinmlCifar10_Recognises655() => Assert.InRange(Recognised("winml_cifar10_conv4", CifarImages((value, _) => (value - 0.5f) / 0.5f)), 655 - Slack, 655 + Slack);

    [DataFact(Models, Cifar)]
    public void Resnet2b_Recognises703()
    {
        float[] mean = [0.4914f, 0.4822f, 0.4465f];
        float[] deviation = [0.2471f, 0.2435f, 0.2616f];
        int recognised = Recognised("vnncomp_cifar10_resnet_2b", CifarImages((value, channel) => (value - mean[channel]) / deviation[channel]));
        Assert.InRange(recognised, 703 - Slack, 703 + Slack);
    }

    [DataFact(Models, Images)]
    public void FaceDetectors_Find86AnchorsAndAgree()
    {
        float[] image = Planes(ReadPixMap("linzaer_1_320x240.ppm"), (value, _) => (value - 127) / 128, channel => channel);
        float[][] scores = [.. new[] { "rfb320_full", "rfb320_nopost", "rfb320_simplified" }.Select(name =>
        {
            using var batch = Compile(name, out var model);
            var outputs = model.Run(Input(model, image));
            float[] values = outputs.Single(output => output.Shape[^1] == 2).Values<float>().ToArray();
            Assert.Equal(86, Enumerable.Range(0, values.Length / 2).Count(anchor => values[2 * anchor + 1] > 0.7f));
            return values;
        })];
        Assert.All(scores, values => Assert.All(values.Zip(scores[0]), pair => Assert.Equal(pair.Second, pair.First, 1e-5f)));
    }

    [DataFact(Models, Images)]
    public void Squeezenet_SeesADogSled()
    {
        float[] mean = [104, 117, 123];
        // The net takes blue, green, red.
        float[] image = Planes(ReadPixMap("dog_224x224.ppm"), (value, channel) => value - mean[channel], channel => 2 - channel);
        using var batch = Compile("squeezenet_fp16", out var model);
        double[] probabilities = model.Run(Input(model, image))[0].ToDoubles();
        Assert.Equal(537, Array.IndexOf(probabilities, probabilities.Max()));
        Assert.Equal(0.54, probabilities[537], 0.005);
    }

    private static ModelBatch Compile(string name, out TensorModel model)
    {
        var batch = ModelBatch.Compile(new ModelEntry("Answering", File.ReadAllBytes(Repository.Data(Models, name + ".onnx")!)));
        model = batch["Answering"].Required;
        return batch;
    }

    private static Dictionary<string, TensorData> Input(TensorModel model, float[] values)
    {
        var info = model.Info.Inputs[0];
        var data = info.ElementType == TensorElementType.Float16
            ? TensorData.Of<Half>(info.ElementType, info.Shape.ToArray(), [.. values.Select(value => (Half)value)])
            : TensorData.Of<float>(info.ElementType, info.Shape.ToArray(), values);
        return new Dictionary<string, TensorData> { [info.Name] = data };
    }

    private static int Recognised(string name, IEnumerable<(int Label, byte[] Pixels)> images, Func<byte, float> scale) =>
        Recognised(name, images.Select(image => (image.Label, image.Pixels.Select(scale).ToArray())));

    private static int Recognised(string name, IEnumerable<(int Label, float[] Values)> images)
    {
        using var batch = Compile(name, out var model);
        var (inputs, outputs) = (model.NewInputs(), model.NewOutputs());
        int right = 0;
        foreach (var (label, values) in images)
        {
            values.CopyTo(inputs[0].Values<float>());
            model.Run(inputs, outputs);
            float[] scores = outputs[0].Values<float>().ToArray();
            if (Array.IndexOf(scores, scores.Max()) == label)
                right++;
        }
        return right;
    }

    private static IEnumerable<(int Label, byte[] Pixels)> MnistImages()
    {
        byte[] images = Unpacked(Mnist, "t10k-images-idx3-ubyte.gz");
        byte[] labels = Unpacked(Mnist, "t10k-labels-idx1-ubyte.gz");
        return Enumerable.Range(0, 10_000).Select(index => ((int)labels[8 + index], images[(16 + 784 * index)..(16 + 784 * (index + 1))]));
    }

    private static IEnumerable<(int Label, float[] Values)> CifarImages(Func<float, int, float> scale)
    {
        byte[] images = Unpacked(Cifar, "test_batch_first1000.bin.gz");
        return images.Chunk(3073).Select(record => ((int)record[0], record.Skip(1).Select((pixel, index) => scale(pixel / 255f, index / 1024)).ToArray()));
    }

    private static byte[] Unpacked(string folder, string file)
    {
        using var packed = new GZipStream(File.OpenRead(Repository.Data(folder, file)!), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        packed.CopyTo(bytes);
        return bytes.ToArray();
    }

    /// <summary>Channel by channel, from pixels of red, green and blue.</summary>
    private static float[] Planes(byte[] pixels, Func<float, int, float> scale, Func<int, int> source)
    {
        int area = pixels.Length / 3;
        return [.. Enumerable.Range(0, pixels.Length).Select(index => scale(pixels[index % area * 3 + source(index / area)], index / area))];
    }

    private static byte[] ReadPixMap(string file)
    {
        byte[] bytes = File.ReadAllBytes(Repository.Data(Images, file)!);
        string[] size = Encoding.ASCII.GetString(bytes, 0, 20).Split('\n')[1].Split(' ');
        return bytes[^(3 * int.Parse(size[0], null) * int.Parse(size[1], null))..];
    }

    private static TensorData ReadTensor(string folder, string file) => TensorData.Of(TensorProto.Parser.ParseFrom(File.ReadAllBytes(Path.Combine(folder, file))));
}
