using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;

namespace CnnCompiler.Generator.Passes;

/// <summary>For each element of an output in row-major order, the place of the element of the input that it is.</summary>
internal static class TensorIndices
{
    public static IReadOnlyList<int> Transpose(TensorType input, Transpose op)
    {
        int[] strides = Strides(input.Shape);
        return Walk([.. op.Permutation.Select(axis => input.Shape[axis])], [.. op.Permutation.Select(axis => strides[axis])], 0);
    }

    public static IReadOnlyList<int> Slice(TensorType input, Slice op)
    {
        int[] strides = Strides(input.Shape);
        int start = op.Lengths.Contains(0) ? 0 : op.Starts.Select((first, axis) => first * strides[axis]).Sum();
        return Walk([.. op.Lengths], [.. op.Steps.Select((step, axis) => step * strides[axis])], start);
    }

    /// <summary>Axes of one element repeated, missing ones in front added.</summary>
    public static IReadOnlyList<int> Stretch(TensorType input, TensorType output)
    {
        int[] strides = Strides(input.Shape);
        int missing = output.Rank - input.Rank;
        return Walk(
            [.. output.Shape],
            [.. output.Shape.Select((_, axis) => axis < missing || input.Shape[axis - missing] == 1 ? 0 : strides[axis - missing])],
            0);
    }

    public static IReadOnlyList<int> Tile(TensorType input, TensorType output)
    {
        int[] strides = Strides(input.Shape);
        // Each axis becomes two: the repeats, which go nowhere, and the input's own.
        int[] lengths = [.. input.Shape.SelectMany((length, axis) => new[] { length == 0 ? 0 : output.Shape[axis] / length, length })];
        return Walk(lengths, [.. strides.SelectMany(stride => new[] { 0, stride })], 0);
    }

    /// <summary>Null where an index lies outside.</summary>
    public static IReadOnlyList<int>? Gather(TensorType input, ConstantTensor places, Gather op)
    {
        int length = input.Shape[op.Axis];
        long[] chosen = [.. places.Integers().Select(place => place < 0 ? place + length : place)];
        if (chosen.Any(place => place < 0 || place >= length))
            return null;
        int inner = input.Shape.Skip(op.Axis + 1).Aggregate(1, (product, axis) => product * axis);
        int outer = input.Shape.Take(op.Axis).Aggregate(1, (product, axis) => product * axis);
        var indices = new List<int>();
        for (int block = 0; block < outer; block++)
            foreach (long place in chosen)
                for (int index = 0; index < inner; index++)
                    indices.Add((block * length + (int)place) * inner + index);
        return indices;
    }

    /// <summary>Elements from one place of an axis to the next.</summary>
    public static int[] Strides(IReadOnlyList<int> shape)
    {
        int[] strides = new int[shape.Count];
        int stride = 1;
        for (int axis = shape.Count - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= shape[axis];
        }
        return strides;
    }

    /// <summary>The places of a walk through all elements of a shape.</summary>
    private static IReadOnlyList<int> Walk(int[] shape, int[] strides, int start)
    {
        int[] indices = new int[shape.Aggregate(1, (product, axis) => product * axis)];
        int[] at = new int[shape.Length];
        int place = start;
        for (int index = 0; index < indices.Length; index++)
        {
            indices[index] = place;
            for (int axis = shape.Length - 1; axis >= 0; axis--)
            {
                place += strides[axis];
                if (++at[axis] < shape[axis])
                    break;
                place -= strides[axis] * shape[axis];
                at[axis] = 0;
            }
        }
        return indices;
    }
}
