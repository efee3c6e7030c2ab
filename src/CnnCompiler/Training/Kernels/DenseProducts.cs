using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CnnCompiler.Inference;

namespace CnnCompiler.Training.Kernels;

/// <summary>y = x * W^T + b for some images and outputs, with W as it lies in the parameter: a row of inputs for each output.</summary>
/// <remarks>
/// Every product is summed as sixteen sums, input i into sum i mod 16, which are added up at the end: the same order at every vector width, and no
/// copy of the weights in another order.
/// </remarks>
internal static class DenseProducts
{
    private const int Sums = 16;
    private const int TileImages = 4;
    private const int TileOutputs = 3;

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
        var tile = new Tile { Inputs = inputs, Outputs = outputs, Start = outputStart, End = outputEnd, Images = images };
        if (VectorPath.Has512)
            Run<Float512>(tile, x, weights, bias, y);
        else if (VectorPath.Has256)
            Run<Float256>(tile, x, weights, bias, y);
        else if (VectorPath.HasFma128)
            Run<Float128>(tile, x, weights, bias, y);
        else
            Run<Float128NoFma>(tile, x, weights, bias, y);
    }

    // Four images x three outputs: twelve sums and four values leave nothing over of sixteen registers. What a tile has beyond the last image or
    // output repeats the last.
    [SkipLocalsInit]
    private static void Run<V>(Tile tile, ReadOnlySpan<float> x, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, Span<float> y)
        where V : struct, IFloatVector<V>
    {
        Span<float> sums = stackalloc float[TileImages * TileOutputs * Sums];
        int whole = tile.Inputs / Sums * Sums;
        for (int output = tile.Start; output < tile.End; output += TileOutputs)
            for (int image = 0; image < tile.Images; image += TileImages)
            {
                for (int lane = 0; lane < Sums; lane += V.Count)
                    AddUp<V>(
                        ref MemoryMarshal.GetReference(x), ref MemoryMarshal.GetReference(weights), ref MemoryMarshal.GetReference(sums),
                        tile, image, output, lane, whole);
                for (int place = 0; place < TileImages * TileOutputs; place++)
                {
                    int row = image + place / TileOutputs, column = output + place % TileOutputs;
                    if (row >= tile.Images || column >= tile.End)
                        continue;
                    var parts = sums.Slice(place * Sums, Sums);
                    for (int index = whole; index < tile.Inputs; index++)
                        parts[index - whole] += x[row * tile.Inputs + index] * weights[column * tile.Inputs + index];
                    y[row * tile.Outputs + column] = Total(parts) + (bias.IsEmpty ? 0 : bias[column]);
                }
            }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void AddUp<V>(ref float x, ref float weights, ref float sums, in Tile tile, int image, int output, int lane, int whole)
        where V : struct, IFloatVector<V>
    {
        nint step = tile.Inputs;
        int lastImage = tile.Images - 1, lastOutput = tile.End - 1;
        ref float x0 = ref Unsafe.Add(ref x, image * step + lane);
        nint x1 = (Math.Min(image + 1, lastImage) - image) * step;
        nint x2 = (Math.Min(image + 2, lastImage) - image) * step;
        nint x3 = (Math.Min(image + 3, lastImage) - image) * step;
        ref float w0 = ref Unsafe.Add(ref weights, output * step + lane);
        nint w1 = (Math.Min(output + 1, lastOutput) - output) * step;
        nint w2 = (Math.Min(output + 2, lastOutput) - output) * step;
        V a00 = V.Zero, a01 = V.Zero, a02 = V.Zero, a10 = V.Zero, a11 = V.Zero, a12 = V.Zero;
        V a20 = V.Zero, a21 = V.Zero, a22 = V.Zero, a30 = V.Zero, a31 = V.Zero, a32 = V.Zero;
        for (int index = 0; index < whole; index += Sums)
        {
            V v0 = V.Load(in x0), v1 = V.Load(in Unsafe.Add(ref x0, x1)), v2 = V.Load(in Unsafe.Add(ref x0, x2)), v3 = V.Load(in Unsafe.Add(ref x0, x3));
            V w = V.Load(in w0);
            a00 = V.MultiplyAdd(v0, w, a00);
            a10 = V.MultiplyAdd(v1, w, a10);
            a20 = V.MultiplyAdd(v2, w, a20);
            a30 = V.MultiplyAdd(v3, w, a30);
            w = V.Load(in Unsafe.Add(ref w0, w1));
            a01 = V.MultiplyAdd(v0, w, a01);
            a11 = V.MultiplyAdd(v1, w, a11);
            a21 = V.MultiplyAdd(v2, w, a21);
            a31 = V.MultiplyAdd(v3, w, a31);
            w = V.Load(in Unsafe.Add(ref w0, w2));
            a02 = V.MultiplyAdd(v0, w, a02);
            a12 = V.MultiplyAdd(v1, w, a12);
            a22 = V.MultiplyAdd(v2, w, a22);
            a32 = V.MultiplyAdd(v3, w, a32);
            x0 = ref Unsafe.Add(ref x0, Sums);
            w0 = ref Unsafe.Add(ref w0, Sums);
        }
        ref float target = ref Unsafe.Add(ref sums, lane);
        V.Store(a00, ref target);
        V.Store(a01, ref Unsafe.Add(ref target, Sums));
        V.Store(a02, ref Unsafe.Add(ref target, 2 * Sums));
        V.Store(a10, ref Unsafe.Add(ref target, 3 * Sums));
        V.Store(a11, ref Unsafe.Add(ref target, 4 * Sums));
        V.Store(a12, ref Unsafe.Add(ref target, 5 * Sums));
        V.Store(a20, ref Unsafe.Add(ref target, 6 * Sums));
        V.Store(a21, ref Unsafe.Add(ref target, 7 * Sums));
        V.Store(a22, ref Unsafe.Add(ref target, 8 * Sums));
        V.Store(a30, ref Unsafe.Add(ref target, 9 * Sums));
        V.Store(a31, ref Unsafe.Add(ref target, 10 * Sums));
        V.Store(a32, ref Unsafe.Add(ref target, 11 * Sums));
    }

    private static float Total(ReadOnlySpan<float> parts)
    {
        float p0 = parts[0] + parts[8], p1 = parts[1] + parts[9], p2 = parts[2] + parts[10], p3 = parts[3] + parts[11];
        float p4 = parts[4] + parts[12], p5 = parts[5] + parts[13], p6 = parts[6] + parts[14], p7 = parts[7] + parts[15];
        return ((p0 + p4) + (p2 + p6)) + ((p1 + p5) + (p3 + p7));
    }

    private struct Tile
    {
        public int Inputs;
        public int Outputs;
        public int Start;
        public int End;
        public int Images;
    }
}
