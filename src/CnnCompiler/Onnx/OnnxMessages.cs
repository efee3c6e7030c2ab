namespace CnnCompiler.Onnx;

/// <summary>The messages of an ONNX file that an exported net needs, under the numbers of onnx.proto (IR version 8).</summary>
internal static class OnnxMessages
{
    private const int Float32 = 1;

    /// <summary>The kinds of an attribute's value, with the fields they are in.</summary>
    private const int FloatAttribute = 1;
    private const int IntegerAttribute = 2;
    private const int IntegersAttribute = 7;

    /// <summary>A file.</summary>
    public static ProtobufMessage Model(ProtobufMessage graph, int operatorSet) => new ProtobufMessage()
        .Add(1, 8)
        .Add(2, "CnnCompiler")
        .Add(7, graph)
        .Add(8, new ProtobufMessage().Add(1, "").Add(2, operatorSet));

    /// <summary>A tensor with its values.</summary>
    public static ProtobufMessage Tensor(string name, IEnumerable<int> shape, ReadOnlyMemory<float> values)
    {
        var tensor = new ProtobufMessage();
        foreach (int axis in shape)
            tensor.Add(1, axis);
        return tensor.Add(2, Float32).Add(8, name).AddBytes(9, values);
    }

    /// <summary>An input or output of float32 whose first axis is the free batch.</summary>
    public static ProtobufMessage Value(string name, string batch, IEnumerable<int> shape)
    {
        var axes = new ProtobufMessage().Add(1, new ProtobufMessage().Add(2, batch));
        foreach (int axis in shape)
            axes.Add(1, new ProtobufMessage().Add(1, axis));
        return new ProtobufMessage().Add(1, name).Add(2, new ProtobufMessage().Add(1, new ProtobufMessage().Add(1, Float32).Add(2, axes)));
    }

    /// <summary>A node.</summary>
    public static ProtobufMessage Node(string name, OnnxOperator operation, IEnumerable<string> inputs, string output)
    {
        var node = new ProtobufMessage();
        foreach (string input in inputs)
            node.Add(1, input);
        node.Add(2, output).Add(3, name).Add(4, operation.Type);
        foreach (var attribute in operation.Attributes)
            node.Add(5, Attribute(attribute));
        return node;
    }

    private static ProtobufMessage Attribute(OnnxAttribute attribute)
    {
        var message = new ProtobufMessage().Add(1, attribute.Name);
        if (attribute.Real is { } real)
            return message.Add(2, real).Add(20, FloatAttribute);
        if (attribute.Whole is { } whole)
            return message.Add(3, whole).Add(20, IntegerAttribute);
        foreach (int value in attribute.List)
            message.Add(8, value);
        return message.Add(20, IntegersAttribute);
    }
}
