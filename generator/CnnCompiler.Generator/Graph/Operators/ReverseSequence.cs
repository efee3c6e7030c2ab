namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>The first elements of each sequence, as many as the second operand says, in reverse; one of the first two axes counts times, the other sequences.</summary>
internal sealed record ReverseSequence(bool TimeFirst) : Operator
{
    public override TensorType Infer(IReadOnlyList<TensorType> inputs) =>
        inputs[0].Rank >= 2 && inputs[1].Shape.SequenceEqual([inputs[0].Shape[TimeFirst ? 1 : 0]])
            ? inputs[0]
            : throw new ArgumentException($"{inputs[0]} does not have as many sequences as {inputs[1]} has lengths.");

    public override string Describe() => $"ReverseSequence {(TimeFirst ? "times first" : "batches first")}";
}
