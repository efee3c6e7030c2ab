namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>
/// The input with elements added at both ends of every axis, or taken away where a number is negative. In the constant mode they have the value of a second
/// operand,
/// a tensor of one element, or are zero (false) where there is none.
/// </summary>
/// <param name="Before">Elements added in front of each axis.</param>
/// <param name="After">Elements added behind each axis.</param>
/// <param name="Mode">What the added elements are.</param>
internal sealed record Pad(EquatableArray<int> Before, EquatableArray<int> After, PadMode Mode) : Operator
{
    public override TensorType Infer(IReadOnlyList<TensorType> inputs)
    {
        var input = inputs[0];
        if (Before.Count != input.Rank || After.Count != input.Rank)
            throw new ArgumentException($"Padding of {input} needs two numbers for each of its {input.Rank} axes.");
        int[] shape = [.. input.Shape.Select((length, axis) => checked(length + Before[axis] + After[axis]))];
        for (int axis = 0; axis < shape.Length; axis++)
        {
            if (shape[axis] < 0)
                throw new ArgumentException($"Padding of axis {axis} by {Before[axis]} and {After[axis]} leaves less than nothing of {input}.");
            if (Mode != PadMode.Constant && input.Shape[axis] == 0 && shape[axis] > 0)
                throw new ArgumentException($"Axis {axis} of {input} is empty and has nothing that padding could repeat.");
        }
        return new(input.Element, shape);
    }

    public override string Describe() => $"Pad {string.Join(",", Before)} {string.Join(",", After)}{(Mode == PadMode.Constant ? "" : " " + Mode)}";
}
