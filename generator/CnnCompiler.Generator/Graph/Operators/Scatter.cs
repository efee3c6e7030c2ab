namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>How elements that are written to where others stand become one; the numbers are those of the runtime's ScatterReduction.</summary>
internal enum Scattering
{
    None,
    Add,
    Multiply,
    Minimum,
    Maximum,
}

/// <summary>The first operand with elements of the third at the same places but for the axis (from 0), where the index in the second says which.</summary>
internal sealed record ScatterElements(int Axis, Scattering Reduction) : Operator
{
    public override TensorType Infer(IReadOnlyList<TensorType> inputs) =>
        Axis >= 0 && Axis < inputs[0].Rank && inputs[1].Rank == inputs[0].Rank && inputs[2].Shape.SequenceEqual(inputs[1].Shape) && inputs[2].Element == inputs[0].Element
            && !inputs[1].Shape.Where((length, axis) => axis != Axis && length > inputs[0].Shape[axis]).Any()
            ? inputs[0]
            : throw new ArgumentException($"{inputs[2]} cannot be scattered into {inputs[0]} along axis {Axis} by indices of {inputs[1]}.");

    public override string Describe() => FormattableString.Invariant($"ScatterElements axis {Axis}{(Reduction == Scattering.None ? "" : " " + Reduction)}");
}

/// <summary>The first operand with slices of the third at the places that the tuples of indices in the second name.</summary>
internal sealed record ScatterSlices(Scattering Reduction) : Operator
{
    public override TensorType Infer(IReadOnlyList<TensorType> inputs)
    {
        var (data, indices, updates) = (inputs[0], inputs[1], inputs[2]);
        int length = indices.Rank == 0 ? -1 : indices.Shape[indices.Rank - 1];
        return length >= 0 && length <= data.Rank && updates.Element == data.Element
            && updates.Shape.SequenceEqual([.. indices.Shape.Take(indices.Rank - 1), .. data.Shape.Skip(length)])
            ? data
            : throw new ArgumentException($"{updates} cannot be scattered into {data} by indices of {indices}.");
    }

    public override string Describe() => $"ScatterSlices{(Reduction == Scattering.None ? "" : " " + Reduction)}";
}
