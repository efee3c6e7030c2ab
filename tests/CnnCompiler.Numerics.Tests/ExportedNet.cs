using System.Runtime.InteropServices;
using CnnCompiler.Inference;
using CnnCompiler.Onnx;
using CnnCompiler.Oracle;
using CnnCompiler.Oracle.Models;

namespace CnnCompiler.Numerics.Tests;

/// <summary>A file that <see cref="OnnxExporter"/> wrote, in ONNX Runtime.</summary>
internal static class ExportedNet
{
    /// <summary>The output of one input, both in height x width x channels order.</summary>
    public static float[] Run(byte[] model, Architecture net, float[] input)
    {
        int[] shape = [.. OnnxModelWriter.AxesOf(net.InputShape).Select(axis => (int)axis)];
        var given = new TensorData(
            TensorElementType.Float32, shape, MemoryMarshal.AsBytes(TensorLayout.ToChannelsFirst(net.InputShape, input).AsSpan()).ToArray());
        var output = Assert.Single(OnnxReference.Run(model, new Dictionary<string, TensorData> { [OnnxExporter.InputName] = given }));
        Assert.Equal(OnnxModelWriter.AxesOf(net.OutputShape), output.Shape.Select(axis => (long)axis));
        return TensorLayout.ToChannelsLast(net.OutputShape, output.Values<float>());
    }
}
