using System.Globalization;
using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using CnnCompiler.Weights;

namespace CnnCompiler.Generator.Onnx;

/// <summary>What an importer is given: one node with its operands, its settings and the graph to add to.</summary>
internal sealed class ImportSite(GraphImporter importer, OnnxNode node, IReadOnlyList<Value?> inputs)
{
    private static readonly IReadOnlyList<string> AutoPads = ["NOTSET", "SAME_UPPER", "SAME_LOWER", "VALID"];

    public OnnxNode Node => node;

    /// <summary>The version of the standard's operators that the file was written for.</summary>
    public int Opset => importer.Opset;

    /// <summary>The number of operands, those left out at the end not counted.</summary>
    public int InputCount => inputs.Count;

    /// <summary>The number of outputs that have a name.</summary>
    public int OutputCount => node.Outputs.Count;

    /// <summary>Whether somebody may read an output.</summary>
    public bool Wants(int output) => output < node.Outputs.Count && node.Outputs[output].Length > 0;

    /// <summary>An operand that must be there.</summary>
    public Value Input(int index) => Optional(index)
        ?? throw new OnnxException(FormattableString.Invariant($"expected at least {index + 1} operands; found {inputs.Count(input => input is not null)}"));

    /// <summary>An operand that may be left out.</summary>
    public Value? Optional(int index) => index < inputs.Count ? inputs[index] : null;

    /// <summary>All operands; none may be left out.</summary>
    public Value[] Inputs() => [.. Enumerable.Range(0, Math.Max(1, inputs.Count)).Select(Input)];

    /// <summary>The values of an operand where the compiler knows them.</summary>
    public ConstantTensor? Known(Value? value) => value is null ? null : importer.Known(value);

    /// <summary>The operand's values, which an operator needs to know to have a shape.</summary>
    public ConstantTensor Constant(int index, string what) => Known(Input(index)) ?? throw new UnsupportedException(
        $"its {what} must be known at compile time, but {Quote(node.Inputs[index])} is computed from the model's inputs");

    /// <summary>Whole numbers out of an operand; null where it is left out.</summary>
    public long[]? OptionalIntegers(int index, string what) => Optional(index) is null ? null : Integers(index, what);

    /// <summary>Whole numbers out of an operand.</summary>
    public long[] Integers(int index, string what)
    {
        var constant = Constant(index, what);
        return constant.Type.Element is ElementType.Int32 or ElementType.Int64 ? constant.Integers()
            : throw new OnnxException($"expected whole numbers as {what}; found {constant.Type}");
    }

    /// <summary>One whole number out of an operand.</summary>
    public long Integer(int index, string what) => Integers(index, what) is [var single] ? single
        : throw new OnnxException($"expected one number as {what}; found {Input(index).Type}");

    /// <summary>Numbers out of an operand.</summary>
    public double[] Numbers(int index, string what) => Constant(index, what).Doubles();

    public bool Has(string attribute) => Find(attribute) is not null;

    public long Integer(string attribute, long fallback) => Find(attribute, OnnxAttributeType.Int)?.Integer ?? fallback;

    /// <summary>A setting that must be there.</summary>
    public long Integer(string attribute) => (Find(attribute, OnnxAttributeType.Int) ?? throw Missing(attribute)).Integer;

    public bool Flag(string attribute, bool fallback = false) => Integer(attribute, fallback ? 1 : 0) != 0;

    public float Number(string attribute, float fallback) => Find(attribute, OnnxAttributeType.Float)?.Float ?? fallback;

    public string Text(string attribute, string fallback) => Find(attribute, OnnxAttributeType.String)?.Text ?? fallback;

    public OnnxTensor? Tensor(string attribute) => Find(attribute, OnnxAttributeType.Tensor)?.Tensor;

    public IReadOnlyList<float>? Floats(string attribute) => Find(attribute, OnnxAttributeType.Floats)?.Floats;

    public IReadOnlyList<long>? List(string attribute) => Find(attribute, OnnxAttributeType.Ints)?.Integers;

    /// <summary>One of some words.</summary>
    public string Choice(string attribute, string fallback, params string[] words)
    {
        string word = Text(attribute, fallback);
        return words.Contains(word) ? word : throw new UnsupportedException($"its {attribute} {Quote(word)} is none of {string.Join(", ", words)}");
    }

    public string AutoPad() => Text("auto_pad", "NOTSET") is { Length: > 0 } word
        ? AutoPads.Contains(word) ? word : throw new OnnxException($"expected one of {string.Join(", ", AutoPads)} as auto_pad; found {Quote(word)}")
        : "NOTSET";

    /// <summary>An axis counted from the front.</summary>
    /// <param name="axis">The axis, from the end where it is negative.</param>
    /// <param name="rank">The number of axes.</param>
    public static int Axis(long axis, int rank) => axis >= -rank && axis < rank ? (int)(axis < 0 ? axis + rank : axis)
        : throw new OnnxException(FormattableString.Invariant($"expected an axis of at least {-rank} and below {rank}; found {axis}"));

    /// <summary>Axes counted from the front, ascending, each once.</summary>
    public static int[] Axes(IEnumerable<long> axes, int rank)
    {
        int[] settled = [.. axes.Select(axis => Axis(axis, rank)).OrderBy(axis => axis)];
        return settled.Distinct().Count() == settled.Length ? settled : throw new OnnxException($"expected each axis once; found {string.Join(", ", settled)}");
    }

    /// <summary>A whole number as an int of a sensible size.</summary>
    public static int Small(long value, string what, int least = int.MinValue) => value >= least && value <= int.MaxValue ? (int)value
        : throw new OnnxException(FormattableString.Invariant($"expected {what} of at least {least} and at most {int.MaxValue}; found {value}"));

    /// <summary>Adds an operator, or computes it now where all that it reads is known.</summary>
    public Value Add(Operator op, params Value[] operands) => AddAll(op, operands)[0];

    /// <summary>Adds an operator with several outputs.</summary>
    public IReadOnlyList<Value> AddAll(Operator op, params Value[] operands) => importer.Add(this, op, operands);

    /// <summary>The same values under another shape; nothing is added where it is the same.</summary>
    public Value Reshape(Value value, params int[] shape) => value.Type.Shape.SequenceEqual(shape) ? value : Add(new Reshape(shape.ToEquatableArray()), value);

    /// <summary>A constant of the file.</summary>
    public Value Stored(string name, OnnxTensor tensor) => importer.Constant(name, tensor);

    public static Value Literal(ConstantTensor tensor) => GraphBuilder.Constant(tensor);

    /// <summary>A single number of an element type.</summary>
    public static Value Scalar(ElementType element, double value) => Literal(ConstantTensor.Fill(new TensorType(element), value));

    public static string Quote(string text) => WeightException.Quote(text);

    private OnnxAttribute? Find(string name) => node.Attributes.FirstOrDefault(attribute => attribute.Name == name);

    private OnnxAttribute? Find(string name, OnnxAttributeType type) => Find(name) switch
    {
        null => null,
        var found when found.Type == type => found,
        var found => throw new OnnxException($"expected the attribute {name} to be of the type {type}; found {found.Type}"),
    };

    private static OnnxException Missing(string attribute) =>
        new(string.Format(CultureInfo.InvariantCulture, "expected the attribute {0}; found none", attribute));
}
