namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>Which values of a tensor share a scale and a zero point: all of them, those of one place along an axis, or those of a block along it.</summary>
/// <param name="Axis">The axis; below 0 where all values share one scale.</param>
/// <param name="Block">Neighbours along the axis that share a scale, every place along the other axes having its own; 0 where there are no blocks.</param>
internal readonly record struct QuantizationScales(int Axis, int Block)
{
    public static QuantizationScales Single { get; } = new(-1, 0);

    /// <summary>
    /// The tensor's axes as four: those before the axis, blocks along it, values of a block, those behind it; and 1 where scales differ along the last one, too.
    /// </summary>
    public int[] Axes(IReadOnlyList<int> shape)
    {
        if (Axis < 0)
            return [1, 1, Product(shape), 1, 0];
        int block = Block == 0 ? 1 : Block;
        return [Product(shape.Take(Axis)), shape[Axis] / block, block, Product(shape.Skip(Axis + 1)), Block == 0 ? 0 : 1];
    }

    /// <summary>The way from one scale to the next along each of the four axes.</summary>
    public int[] Strides(IReadOnlyList<int> shape)
    {
        int[] axes = Axes(shape);
        return Axis < 0 ? [0, 0, 0, 0] : Block == 0 ? [0, 1, 0, 0] : [axes[1] * axes[3], axes[3], 0, 1];
    }

    /// <summary>Checks the operands: values, scales and perhaps zero points.</summary>
    public void Check(IReadOnlyList<TensorType> inputs)
    {
        var x = inputs[0];
        if (x.Element is ElementType.Boolean or ElementType.Float64 || inputs[1].Element != ElementType.Float32)
            throw new ArgumentException($"Values of float32 or whole numbers are quantised by scales of float32; found {x} and {inputs[1]}.");
        int scales = inputs[1].Length;
        bool fits = Axis < 0 ? scales == 1
            : Axis < x.Rank && (Block == 0 ? scales == x.Shape[Axis] : Block > 0 && x.Shape[Axis] % Block == 0 && scales == x.Length / Block);
        if (!fits || (inputs.Count > 2 && inputs[2].Length != scales))
            throw new ArgumentException($"Scales {inputs[1]}{(inputs.Count > 2 ? $" and zero points {inputs[2]}" : "")} do not fit {x}, {Describe()}.");
    }

    public string Describe() => Axis < 0 ? "one scale"
        : FormattableString.Invariant($"scales along axis {Axis}{(Block == 0 ? "" : FormattableString.Invariant($" in blocks of {Block}"))}");

    private static int Product(IEnumerable<int> lengths) => lengths.Aggregate(1, (product, length) => checked(product * length));
}
