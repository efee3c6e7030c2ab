namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>
/// x / scale, rounded to the nearest whole number, halves to the even one, plus zero point, cut to the target's range; operands x, scale and perhaps zero point.
/// </summary>
/// <param name="Target">The type of the result: whole numbers of 8 or 16 bits.</param>
/// <param name="Scales">Which values share a scale.</param>
internal sealed record QuantizeLinear(ElementType Target, QuantizationScales Scales) : Operator
{
    /// <summary>Whether values are multiplied by the scales instead of divided by them, as those are that the quantised operators make.</summary>
    public bool Multiplies { get; init; }

    /// <summary>The smallest and the largest value of a type.</summary>
    public static (float Low, float High) Range(ElementType type) => type switch
    {
        ElementType.Int8 => (sbyte.MinValue, sbyte.MaxValue),
        ElementType.UInt8 => (byte.MinValue, byte.MaxValue),
        ElementType.Int16 => (short.MinValue, short.MaxValue),
        ElementType.UInt16 => (ushort.MinValue, ushort.MaxValue),
        _ => throw new ArgumentException($"Values are quantised to 8 or 16 bits; found {type}."),
    };

    public override TensorType Infer(IReadOnlyList<TensorType> inputs)
    {
        Scales.Check(inputs);
        _ = Range(Target);
        return new(Target, [.. inputs[0].Shape]);
    }

    public override string Describe() => $"QuantizeLinear {Target.CSharpName()}, {Scales.Describe()}{(Multiplies ? ", multiplied" : "")}";
}
