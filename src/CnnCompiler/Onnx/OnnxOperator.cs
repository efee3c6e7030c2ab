namespace CnnCompiler.Onnx;

/// <summary>The ONNX operator that computes what a declared layer means.</summary>
/// <param name="Type">Its name in the standard.</param>
/// <param name="Attributes">Its settings.</param>
internal sealed record OnnxOperator(string Type, params IReadOnlyList<OnnxAttribute> Attributes)
{
    /// <summary>The operator of a layer, or null for a layer that does nothing in inference.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="input">The shape that comes in.</param>
    public static OnnxOperator? Of(Layer layer, TensorShape input) => layer switch
    {
        ConvolutionLayer convolution => new("Conv",
        [
            .. Window(convolution, input),
            Integers("dilations", input, convolution.Rows(input).Dilation, convolution.Columns(input).Dilation),
            Integer("group", convolution.GroupCount(input)),
        ]),
        BatchNorm norm => new("BatchNormalization", new OnnxAttribute("epsilon") { Real = norm.Epsilon }),
        ReLU => new("Relu"),
        LeakyReLU leaky => new("LeakyRelu", new OnnxAttribute("alpha") { Real = leaky.Slope }),
        Sigmoid => new("Sigmoid"),
        Tanh => new("Tanh"),
        MaxPool pool => new("MaxPool", [.. Window(pool, input)]),
        AveragePool pool => new("AveragePool", [.. Window(pool, input), Integer("count_include_pad", pool.CountIncludePad ? 1 : 0)]),
        GlobalAveragePool => new("GlobalAveragePool"),
        Flatten => new("Flatten", Integer("axis", 1)),
        Dense => new("Gemm", Integer("transB", 1)),
        Softmax => new("Softmax", Integer("axis", 1)),
        Add => new("Add"),
        Dropout or Residual or Shortcut => null,
        _ => throw new NotSupportedException($"{layer.Kind} cannot be exported: ONNX operator set {OnnxExporter.OperatorSet} has nothing for it."),
    };

    /// <summary>
    /// The window with its padding in pixels, <see cref="Padding.Same"/> too: the input's height and width are fixed, and <c>auto_pad</c> is what
    /// runtimes disagree about or refuse (ONNX Runtime 1.31: with dilations, and for pools that leave pixels over).
    /// </summary>
    private static IEnumerable<OnnxAttribute> Window(WindowLayer layer, TensorShape input)
    {
        var (rows, columns) = (layer.Rows(input), layer.Columns(input));
        yield return Integers("kernel_shape", input, rows.Kernel, columns.Kernel);
        yield return Integers("strides", input, rows.Stride, columns.Stride);
        yield return new OnnxAttribute("pads")
        {
            List = input.Rank == 2
                ? [columns.PadBefore, columns.PadAfter]
                : [rows.PadBefore, columns.PadBefore, rows.PadAfter, columns.PadAfter],
        };
    }

    private static OnnxAttribute Integer(string name, int value) => new(name) { Whole = value };

    /// <summary>A number for each axis that a window slides along: rows and columns of a map, the steps of a sequence.</summary>
    private static OnnxAttribute Integers(string name, TensorShape input, int rows, int columns) =>
        new(name) { List = input.Rank == 2 ? [columns] : [rows, columns] };
}

/// <summary>A setting of an operator; it has one of the three kinds of values.</summary>
/// <param name="Name">Its name in the standard.</param>
internal sealed record OnnxAttribute(string Name)
{
    /// <summary>A real number.</summary>
    public float? Real { get; init; }

    /// <summary>A whole number.</summary>
    public int? Whole { get; init; }

    /// <summary>Whole numbers.</summary>
    public IReadOnlyList<int> List { get; init; } = [];
}
