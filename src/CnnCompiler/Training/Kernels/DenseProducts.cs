using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CnnCompiler.Inference;

namespace CnnCompiler.Training.Kernels;

/// <summary>y = x * W^T + b for some images and outputs, with W as it lies in the parameter: a row of inputs for each output.</summary>
/// <remarks>
/// Every product is summed as sixteen sums, which are added up at the end: the same order at every vector width, and no copy of the weights in another order.
/// The inputs beyond a multiple of sixteen come first, those that follow go round the sums one after the other.
/// </remarks>
internal static class DenseProducts
{
    private const int Sums = DenseTile.Sums;
    private const int SmallTile = 3;
    private const int LargeTile = 6;

    // From 16 - n on it lets n lanes pass.
    private static ReadOnlySpan<float> Mask => [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>Computes images x (outputEnd - outputStart) values.</summary>
    /// <param name="x">The inputs: images x inputs.</param>
    /// <param name="weights">The parameter: outputs x inputs.</param>
    /// <param name="bias">A value for each output, or nothing.</param>
    /// <param name="y">The outputs: images x outputs.</param>
    /// <param name="images">The number of images.</param>
    /// <param name="inputs">Values of an image before the layer.</param>
    /// <param name="outputs">Values of an image behind the layer.</param>
    /// <param name="outputStart">The first output to compute.</param>
    /// <param name="outputEnd">The output behind the last to compute.</param>
    public static void Run(
        ReadOnlySpan<float> x, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, Span<float> y, int images, int inputs, int outputs,
        int outputStart, int outputEnd)
    {
        // What the tiles read and write without a check lies within these.
        x = x[..(images * inputs)];
        weights = weights[..(outputEnd * inputs)];
        y = y[..(images * outputs)];
        if (!bias.IsEmpty)
            bias = bias[..outputEnd];
        for (int output = outputStart, columns; output < outputEnd; output += columns)
        {
            bool large = VectorPath.Has512 && outputEnd - output > SmallTile;
            columns = large ? LargeTile : SmallTile;
            for (int image = 0; image < images; image += DenseTile.Images)
            {
                var tile = new DenseTile { Inputs = inputs, ImagesLeft = images - image, OutputsLeft = outputEnd - output };
                Run(
                    tile, columns, ref Unsafe.Add(ref MemoryMarshal.GetReference(x), image * inputs),
                    ref Unsafe.Add(ref MemoryMarshal.GetReference(weights), output * inputs), bias.IsEmpty ? bias : bias[output..],
                    ref Unsafe.Add(ref MemoryMarshal.GetReference(y), image * outputs + output), outputs);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    private static void Run(in DenseTile tile, int columns, ref float x, ref float weights, ReadOnlySpan<float> bias, ref float y, int outputs)
    {
        Span<float> room = stackalloc float[DenseTile.Images * LargeTile * Sums];
        ref float sums = ref MemoryMarshal.GetReference(room);
        if (tile.Inputs < Sums)
            AddUpFew(tile, columns, ref x, ref weights, room);
        else if (columns == LargeTile)
            AddUp<Float512, Vector512<float>>(tile, columns, ref x, ref weights, ref sums);
        else if (VectorPath.Has512)
            AddUp<Float512, Vector512<float>>(tile, columns, ref x, ref weights, ref sums);
        else if (VectorPath.Has256)
            AddUp<Float256, Vector256<float>>(tile, columns, ref x, ref weights, ref sums);
        else if (VectorPath.HasFma128)
            AddUp<Float128, Vector128<float>>(tile, columns, ref x, ref weights, ref sums);
        else
            AddUp<Float128NoFma, Vector128<float>>(tile, columns, ref x, ref weights, ref sums);
        int width = Math.Min(columns, tile.OutputsLeft);
        for (int image = 0; image < Math.Min(DenseTile.Images, tile.ImagesLeft); image++)
            for (int output = 0; output < width; output++)
                Unsafe.Add(ref y, image * outputs + output) =
                    Total(ref Unsafe.Add(ref sums, (image * columns + output) * Sums)) + (bias.IsEmpty ? 0 : bias[output]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddUp<V, T>(in DenseTile tile, int columns, ref float x, ref float weights, ref float sums)
        where V : struct, IFloatVector<T>
        where T : struct
    {
        ref float mask = ref Unsafe.Add(ref MemoryMarshal.GetReference(Mask), Sums - tile.First);
        for (int lane = 0; lane < Sums; lane += V.Count)
            if (columns == LargeTile)
                DenseTiles.AddUpSix<V, T>(tile, ref x, ref weights, ref mask, lane, ref sums);
            else
                DenseTiles.AddUpThree<V, T>(tile, ref x, ref weights, ref mask, lane, ref sums);
    }

    // Whole vectors would reach beyond the rows.
    private static void AddUpFew(in DenseTile tile, int columns, ref float x, ref float weights, Span<float> sums)
    {
        sums.Clear();
        for (int image = 0; image < DenseTile.Images; image++)
            for (int output = 0; output < columns; output++)
                for (int input = 0; input < tile.Inputs; input++)
                    sums[(image * columns + output) * Sums + input] =
                        Unsafe.Add(ref x, tile.ImageStep(image) + input) * Unsafe.Add(ref weights, tile.OutputStep(output) + input);
    }

    // Halves upon halves: sum i and i + 8, then i and i + 4, then i and i + 2, then the last two.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Total(ref float sums)
    {
        var low = Vector128.LoadUnsafe(ref sums) + Vector128.LoadUnsafe(ref sums, 8);
        var high = Vector128.LoadUnsafe(ref sums, 4) + Vector128.LoadUnsafe(ref sums, 12);
        var four = low + high;
        var two = four + Vector128.Shuffle(four, Vector128.Create(2, 3, 2, 3));
        return two[0] + two[1];
    }
}
