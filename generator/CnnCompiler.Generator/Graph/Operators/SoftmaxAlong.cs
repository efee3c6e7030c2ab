namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>Softmax and its relatives along one axis (from 0), or along that and all behind it together, as before opset 13.</summary>
internal sealed record SoftmaxAlong(SoftmaxKind Kind, int Axis, bool Flattened) : Operator
{
    public override TensorType Infer(IReadOnlyList<TensorType> inputs) => Axis >= 0 && (Axis < inputs[0].Rank || (Flattened && Axis == inputs[0].Rank))
        ? inputs[0]
        : throw new ArgumentException($"There is no axis {Axis} in {inputs[0]}.");

    public override string Describe() => FormattableString.Invariant($"{Kind} axis {Axis}{(Flattened ? " and all behind it" : "")}");
}
