using System.Text;

namespace CnnCompiler.Generator.Tests.Onnx;

/// <summary>Writes protocol buffers by the format's specification, the wrong ones included.</summary>
internal static class OnnxBytes
{
    public const int Float = 1;
    public const int Int64 = 7;

    public static byte[] Varint(ulong value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7)
            bytes.Add((byte)(value | 0x80));
        bytes.Add((byte)value);
        return [.. bytes];
    }

    public static byte[] Number(int field, long value) => [.. Varint((ulong)field << 3), .. Varint((ulong)value)];

    public static byte[] Bytes(int field, params byte[][] parts)
    {
        byte[] content = [.. parts.SelectMany(part => part)];
        return [.. Varint((ulong)field << 3 | 2), .. Varint((ulong)content.Length), .. content];
    }

    public static byte[] Text(int field, string text) => Bytes(field, Encoding.UTF8.GetBytes(text));

    public static byte[] Single(int field, float value) => [.. Varint((ulong)field << 3 | 5), .. BitConverter.GetBytes(value)];

    /// <summary>A ModelProto.</summary>
    public static byte[] Model(int opset, params byte[][] graph) =>
        [.. Number(1, 8), .. Text(2, "tests"), .. Bytes(7, graph), .. Bytes(8, Text(1, ""), Number(2, opset))];

    public static byte[] Node(string op, string[] inputs, string[] outputs, params byte[][] attributes) => Bytes(
        1,
        [.. inputs.Select(name => Text(1, name)), .. outputs.Select(name => Text(2, name)), Text(3, op + "_" + outputs[0]), Text(4, op), .. attributes]);

    public static byte[] Int(string name, long value) => Bytes(5, Text(1, name), Number(3, value), Number(20, 2));

    public static byte[] Real(string name, float value) => Bytes(5, Text(1, name), Single(2, value), Number(20, 1));

    public static byte[] Word(string name, string value) => Bytes(5, Text(1, name), Text(4, value), Number(20, 3));

    public static byte[] Ints(string name, params long[] values) => Bytes(5, [Text(1, name), .. values.Select(value => Number(8, value)), Number(20, 7)]);

    public static byte[] TensorAttribute(string name, byte[] tensor) => Bytes(5, Text(1, name), Bytes(5, tensor), Number(20, 4));

    /// <summary>A TensorProto with raw data.</summary>
    public static byte[] Tensor(string name, int type, long[] shape, byte[] values) =>
        [.. shape.SelectMany(axis => Number(1, axis)), .. Number(2, type), .. Text(8, name), .. Bytes(9, values)];

    public static byte[] Floats(string name, long[] shape, params float[] values) =>
        Bytes(5, Tensor(name, Float, shape, [.. values.SelectMany(BitConverter.GetBytes)]));

    public static byte[] Longs(string name, params long[] values) =>
        Bytes(5, Tensor(name, Int64, [values.Length], [.. values.SelectMany(BitConverter.GetBytes)]));

    public static byte[] Input(string name, params object[] shape) => Value(11, name, Float, shape);

    public static byte[] Output(string name, params object[] shape) => Value(12, name, Float, shape);

    /// <summary>A ValueInfoProto; an axis is a number, or the name of a free one.</summary>
    public static byte[] Value(int field, string name, int type, params object[] shape) => Bytes(
        field, Text(1, name), Bytes(2, Bytes(1, Number(1, type), Bytes(
            2, [.. shape.Select(axis => Bytes(1, axis is string free ? free.Length == 0 ? [] : Text(2, free) : Number(1, Convert.ToInt64(axis))))]))));

    /// <summary>The model with one more initializer: messages of one field are one message, so another graph is more of the same graph.</summary>
    public static byte[] WithInitializer(byte[] model, string name, byte[] tensor) => [.. model, .. Bytes(7, Bytes(5, [.. tensor, .. Text(8, name)]))];

    public static float[] Ramp(int count) => [.. Enumerable.Range(0, count).Select(index => (index % 17 - 8) / 16f)];
}
