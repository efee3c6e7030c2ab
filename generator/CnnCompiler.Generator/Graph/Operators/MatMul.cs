namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>Matrix products over the last two axes, the axes before them stretched to one another; an operand of one axis is a row on the left, a column on
/// the right.</summary>
internal sealed record MatMul : Operator
{
    public override TensorType Infer(IReadOnlyList<TensorType> inputs)
    {
        var (left, right) = (inputs[0], inputs[1]);
        if (left.Rank == 0 || right.Rank == 0)
            throw new ArgumentException($"A matrix product needs at least one axis in each operand; found {left} and {right}.");
        int inner = left.Shape[left.Rank - 1];
        if (right.Shape[Math.Max(0, right.Rank - 2)] != inner)
            throw new ArgumentException($"{left} and {right} cannot be multiplied: the inner lengths differ.");
        int[] batch = Broadcasting.Shape([Outer(left), Outer(right)]);
        int[] rows = left.Rank > 1 ? [left.Shape[left.Rank - 2]] : [];
        int[] columns = right.Rank > 1 ? [right.Shape[right.Rank - 1]] : [];
        return new(left.Element, [.. batch, .. rows, .. columns]);
    }

    public override string Describe() => "MatMul";

    private static TensorType Outer(TensorType type) => new(type.Element, [.. type.Shape.Take(Math.Max(0, type.Rank - 2))]);
}
