namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>Every <paramref name="Steps"/>[i]-th element of axis i from <paramref name="Starts"/>[i] on, <paramref name="Lengths"/>[i] of them; one entry
/// for every axis.</summary>
/// <param name="Starts">The first element of each axis, from 0.</param>
/// <param name="Steps">The step along each axis; negative ones go backwards, none is 0.</param>
/// <param name="Lengths">The number of elements taken along each axis; may be 0.</param>
internal sealed record Slice(EquatableArray<int> Starts, EquatableArray<int> Steps, EquatableArray<int> Lengths) : Operator
{
    public override TensorType Infer(IReadOnlyList<TensorType> inputs)
    {
        var shape = inputs[0].Shape;
        if (Starts.Count != shape.Count || Steps.Count != shape.Count || Lengths.Count != shape.Count)
            throw new ArgumentException($"A slice of {inputs[0]} needs a start, a step and a length for each of its {shape.Count} axes.");
        for (int axis = 0; axis < shape.Count; axis++)
        {
            long last = Starts[axis] + (Lengths[axis] - 1L) * Steps[axis];
            if (Lengths[axis] < 0 || (Lengths[axis] > 0 && (Starts[axis] < 0 || Starts[axis] >= shape[axis] || last < 0 || last >= shape[axis])))
                throw new ArgumentException($"The slice of axis {axis}, {Lengths[axis]} from {Starts[axis]} by {Steps[axis]}, is not inside {inputs[0]}.");
        }
        return new(inputs[0].Element, [.. Lengths]);
    }

    public override string Describe() => "Slice " + string.Join(",", Starts.Select((start, axis) =>
        FormattableString.Invariant($"{start}{(Steps[axis] == 1 ? "" : FormattableString.Invariant($" by {Steps[axis]}"))} for {Lengths[axis]}")));
}
