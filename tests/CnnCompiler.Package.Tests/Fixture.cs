using System.Runtime.InteropServices;
using CnnCompiler.Onnx;
using CnnCompiler.Weights;

namespace CnnCompiler.Package.Tests;

/// <summary>A net's weights from PyTorch, an input, and what PyTorch answers.</summary>
internal static class Fixture
{
    private const int Inputs = 784;
    private const int Outputs = 10;

    private static readonly WeightFile Case = WeightFile.Open(File.ReadAllBytes(Repository.PathOf("tests", "fixtures", "sequential_digits_case.safetensors")));

    /// <summary>The weight file.</summary>
    public static string Weights => Repository.PathOf("tests", "fixtures", "sequential_digits.safetensors");

    /// <summary>Writes the same net as an ONNX model.</summary>
    public static void WriteOnnx(string path)
    {
        var net = new Architecture(
            new Input(28, 28, 1),
            new Conv2D(8, 3), new ReLU(), new MaxPool(2),
            new Conv2D(16, 3), new ReLU(), new MaxPool(2),
            new Flatten(), new Dense(10), new Softmax());
        using var stream = File.Create(path);
        OnnxExporter.Write(net, WeightFile.Open(File.ReadAllBytes(Weights)), stream);
    }

    /// <summary>The first input, one channel: the layouts of PyTorch and of this library are the same.</summary>
    public static byte[] InputBytes => MemoryMarshal.AsBytes(Case.Read("input", Count, 1, 28, 28).AsSpan(0, Inputs)).ToArray();

    /// <summary>PyTorch's probabilities for it.</summary>
    public static float[] Answer => Case.Read("output", Count, Outputs)[..Outputs];

    private static int Count => (int)Case.Header.Find("input")!.Shape[0];

    /// <summary>Writes the weights with more bias for one digit: its odds grow by e to that power.</summary>
    public static void WriteBiased(string path, int digit, float more)
    {
        var file = WeightFile.Open(File.ReadAllBytes(Weights));
        SafetensorsWriter.Write(path, file.Header.Entries.Select(entry =>
        {
            int[] shape = [.. entry.Shape.Select(axis => (int)axis)];
            float[] values = file.Read(entry.Name, shape);
            if (entry.Name == "7.bias")
                values[digit] += more;
            return new WeightTensor(entry.Name, shape, values);
        }).ToArray());
    }
}
