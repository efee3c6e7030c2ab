namespace CnnCompiler.Generator.Kernels.RowMajor;

/// <summary>The lines of a tensor along one axis: how many lie before and behind it, and how far apart its elements are.</summary>
internal readonly record struct AxisLines(int Before, int Length, int After)
{
    public static AxisLines Of(IReadOnlyList<int> shape, int axis, int count = 1) => new(
        Strides.Product(shape.Take(axis)), Strides.Product(shape.Skip(axis).Take(count)), Strides.Product(shape.Skip(axis + count)));

    /// <summary>From one element of a line to the next.</summary>
    public int Stride => After;

    /// <summary>The loops over all lines; the tensors have these lines, but perhaps of other lengths.</summary>
    public LoopNest Loops(params int[] lengths)
    {
        int after = After;
        return new LoopNest("ijk", [Before, After], [.. lengths.Select(length => (IReadOnlyList<int>)[length * after, 1])]);
    }
}
