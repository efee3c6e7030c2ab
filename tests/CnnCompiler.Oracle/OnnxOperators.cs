using CnnCompiler.Oracle.Onnx;
using Google.Protobuf;

namespace CnnCompiler.Oracle;

/// <summary>The ONNX operator of each declared layer; its first input and its output are the caller's to name.</summary>
internal static class OnnxOperators
{
    /// <summary>The operator with its attributes and learned inputs, or null for a layer that does nothing in inference.</summary>
    public static NodeProto? Of(Architecture architecture, int index)
    {
        var input = architecture.ShapeBefore(index);
        var node = architecture.Layers[index] switch
        {
            ConvolutionLayer layer => Convolution(layer, input),
            BatchNorm layer => Node("BatchNormalization", Float("epsilon", layer.Epsilon)),
            ReLU => Node("Relu"),
            LeakyReLU layer => Node("LeakyRelu", Float("alpha", layer.Slope)),
            Sigmoid => Node("Sigmoid"),
            Tanh => Node("Tanh"),
            MaxPool layer => Node("MaxPool", [.. Window(layer, input)]),
            AveragePool layer => Node("AveragePool", [.. Window(layer, input), Int("count_include_pad", layer.CountIncludePad ? 1 : 0)]),
            GlobalAveragePool => Node("GlobalAveragePool"),
            Flatten => Node("Flatten", Int("axis", 1)),
            Dense => Node("Gemm", Int("transB", 1)),
            Softmax => Node("Softmax", Int("axis", 1)),
            Add => Node("Add"),
            Dropout or Residual or Shortcut => null,
            var other => throw new NotSupportedException($"{other.Kind} has no ONNX operator here: add one."),
        };
        node?.Input.AddRange(architecture.ParametersOf(index).Select(parameter => parameter.Name));
        return node;
    }

    /// <summary>
    /// Whether a convolution is written with a kernel that has zeros between its taps: ONNX Runtime 1.31 refuses <c>dilations</c> together with
    /// <c>auto_pad</c>, and the padding is to be its own.
    /// </summary>
    public static bool IsSpread(ConvolutionLayer layer) => layer.Padding == Padding.Same && layer.Dilation > 1;

    private static NodeProto Convolution(ConvolutionLayer layer, TensorShape input)
    {
        int dilation = IsSpread(layer) ? 1 : layer.Dilation;
        return Node("Conv",
        [
            .. Window(layer, input),
            Ints("dilations", input.Rank == 2 ? [dilation] : [dilation, dilation]),
            Int("group", layer.GroupCount(input)),
        ]);
    }

    private static IEnumerable<AttributeProto> Window(WindowLayer layer, TensorShape input)
    {
        var (rows, columns) = (layer.Rows(input), layer.Columns(input));
        bool sequence = input.Rank == 2;
        var (height, width) = layer is ConvolutionLayer convolution && IsSpread(convolution)
            ? (rows.Extent, columns.Extent)
            : (rows.Kernel, columns.Kernel);
        yield return Ints("kernel_shape", sequence ? [width] : [height, width]);
        yield return Ints("strides", sequence ? [columns.Stride] : [rows.Stride, columns.Stride]);
        yield return layer.Padding == Padding.Same
            ? Text("auto_pad", "SAME_UPPER")
            : Ints("pads", sequence
                ? [columns.PadBefore, columns.PadAfter]
                : [rows.PadBefore, columns.PadBefore, rows.PadAfter, columns.PadAfter]);
    }

    private static NodeProto Node(string type, params AttributeProto[] attributes) => new() { OpType = type, Attribute = { attributes } };

    private static AttributeProto Int(string name, long value) => new() { Name = name, I = value, Type = AttributeProto.Types.AttributeType.Int };

    private static AttributeProto Float(string name, float value) => new() { Name = name, F = value, Type = AttributeProto.Types.AttributeType.Float };

    private static AttributeProto Text(string name, string value) =>
        new() { Name = name, S = ByteString.CopyFromUtf8(value), Type = AttributeProto.Types.AttributeType.String };

    private static AttributeProto Ints(string name, params long[] values) =>
        new() { Name = name, Ints = { values }, Type = AttributeProto.Types.AttributeType.Ints };
}
