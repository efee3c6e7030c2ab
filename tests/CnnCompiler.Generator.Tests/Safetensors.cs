using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace CnnCompiler.Generator.Tests;

/// <summary>Writes the bytes of weight files by the format's specification, the wrong ones included.</summary>
internal static class Safetensors
{
    public static byte[] Write(params (string Name, int[] Shape, float[] Values)[] tensors) => Write(
        [.. tensors.Select(tensor => (tensor.Name, "F32", tensor.Shape, MemoryMarshal.AsBytes(tensor.Values.AsSpan()).ToArray()))]);

    public static byte[] Write(params (string Name, string Type, int[] Shape, byte[] Values)[] tensors)
    {
        var header = new StringBuilder("{");
        int offset = 0;
        foreach (var (name, type, shape, values) in tensors)
        {
            header.Append(offset > 0 ? "," : "")
                .Append($"\"{name}\":{{\"dtype\":\"{type}\",\"shape\":[{string.Join(",", shape)}],\"data_offsets\":[{offset},{offset + values.Length}]}}");
            offset += values.Length;
        }
        return WithHeader(header.Append('}').ToString(), [.. tensors.SelectMany(tensor => tensor.Values)]);
    }

    public static byte[] WithHeader(string header, byte[] values)
    {
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        return [.. length, .. Encoding.UTF8.GetBytes(header), .. values];
    }
}
