using System.Runtime.CompilerServices;

namespace CnnCompiler.Training.Kernels;

/// <summary>Softmax of rows: of all features, or of the channels of each pixel.</summary>
internal static class SoftmaxRows
{
    /// <summary>y = exp(x - max) / sum of exp(x - max): the largest exponent is 0, so nothing overflows.</summary>
    /// <param name="x">The scores of one row.</param>
    /// <param name="y">Takes its probabilities; may be <paramref name="x"/> itself.</param>
    /// <returns>The logarithm of the sum of exp(x), with which log-probabilities are exact also where a probability vanishes.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Row(ReadOnlySpan<float> x, Span<float> y)
    {
        float largest = Largest(x);
        double sum = 0;
        for (int index = 0; index < x.Length; index++)
        {
            float power = MathF.Exp(x[index] - largest);
            y[index] = power;
            sum += power;
        }
        float scale = (float)(1 / sum);
        for (int index = 0; index < y.Length; index++)
            y[index] *= scale;
        return largest + Math.Log(sum);
    }

    /// <summary>The logarithm of the sum of exp(x).</summary>
    /// <param name="x">The scores of one row.</param>
    public static double LogSum(ReadOnlySpan<float> x)
    {
        float largest = Largest(x);
        double sum = 0;
        foreach (float value in x)
            sum += MathF.Exp(value - largest);
        return largest + Math.Log(sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Largest(ReadOnlySpan<float> x)
    {
        float largest = float.NegativeInfinity;
        foreach (float value in x)
            largest = MathF.Max(largest, value);
        return largest;
    }
}
