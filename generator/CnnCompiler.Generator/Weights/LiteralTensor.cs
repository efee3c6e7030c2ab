using CnnCompiler.Generator.Graph;

namespace CnnCompiler.Generator.Weights;

/// <summary>A small constant whose values stand in the generated code.</summary>
internal sealed record LiteralTensor(ConstantTensor Tensor) : WeightExpression
{
    /// <summary>The most values that are written as literals; a longer list makes the compiler slow (a million take seconds and a gigabyte).</summary>
    public const int MaxLength = 65536;

    public override IReadOnlyList<int> Shape => Tensor.Type.Shape;

    public override ElementType Element => Tensor.Type.Element;

    public override string Role => "constant";

    /// <summary>The values as the elements of a collection expression.</summary>
    public string Elements => string.Join(", ", Tensor.Values switch
    {
        float[] values => values.Select(CSharp.Literal),
        double[] values => values.Select(CSharp.Literal),
        int[] values => values.Select(CSharp.Literal),
        long[] values when Element == ElementType.UInt64 => values.Select(value => unchecked((ulong)value).ToString(System.Globalization.CultureInfo.InvariantCulture)),
        long[] values => values.Select(CSharp.Literal),
        bool[] values => values.Select(value => value ? "true" : "false"),
        _ => throw new InvalidOperationException($"No literal is written for {Tensor.Type}."),
    });

    public override string Recipe(IReadOnlyList<string> operands) => $"[{Elements}]";

    public override string ToString() => $"literal[{string.Join("x", Shape.Select(Number))}]";
}
