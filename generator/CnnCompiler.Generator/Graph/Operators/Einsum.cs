namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>Sums of products over named axes (Einstein's summation): every axis that is not the result's is summed over.</summary>
/// <param name="Operands">The axes of each operand, as numbers.</param>
/// <param name="Result">The axes of the result, each once.</param>
/// <param name="Lengths">The length of each axis; operands of length 1 there stand still.</param>
internal sealed record Einsum(EquatableArray<EquatableArray<int>> Operands, EquatableArray<int> Result, EquatableArray<int> Lengths) : Operator
{
    public override TensorType Infer(IReadOnlyList<TensorType> inputs) => new(inputs[0].Element, [.. Result.Select(axis => Lengths[axis])]);

    public override string Describe() =>
        $"Einsum {string.Join(",", Operands.Select(axes => string.Concat(axes.Select(Letter))))}->{string.Concat(Result.Select(Letter))}";

    private static char Letter(int axis) => (char)('a' + axis % 26);
}
