using CnnCompiler.Generator.Graph;

namespace CnnCompiler.Generator.Kernels.RowMajor;

/// <summary>How far apart neighbours along each axis lie.</summary>
internal static class Strides
{
    /// <summary>The strides of a tensor without gaps, the last axis side by side.</summary>
    public static int[] Of(IReadOnlyList<int> shape)
    {
        int[] strides = new int[shape.Count];
        int stride = 1;
        for (int axis = shape.Count - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride = checked(stride * shape[axis]);
        }
        return strides;
    }

    /// <summary>The strides of a tensor along the axes of a shape it is stretched to: 0 where it stands still.</summary>
    public static int[] Stretched(TensorType tensor, IReadOnlyList<int> shape)
    {
        int[] own = Of(tensor.Shape);
        int missing = shape.Count - tensor.Rank;
        return [.. shape.Select((_, axis) => axis < missing || tensor.Shape[axis - missing] == 1 ? 0 : own[axis - missing])];
    }

    /// <summary>The number of elements of some axes.</summary>
    public static int Product(IEnumerable<int> lengths) => lengths.Aggregate(1, (product, length) => checked(product * length));
}
