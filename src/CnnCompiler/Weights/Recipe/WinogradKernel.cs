namespace CnnCompiler.Weights;

/// <summary>
/// The transform of a 3x3 kernel for Winograd's F(4x4, 3x3): its values at six points down and six across, in double precision (Lavin and Gray,
/// "Fast Algorithms for Convolutional Neural Networks", 2016).
/// </summary>
internal static class WinogradKernel
{
    /// <summary>Products of a tile.</summary>
    public const int Products = Points * Points;

    private const int Points = 6;
    private const int Taps = 3;

    /// <summary>The points but the last, which is infinity; the compiler writes the transforms of inputs and outputs for the same ones.</summary>
    private static readonly double[] Places = [0, 0.75, -0.75, 1.5, -1.5];

    /// <summary>Each row makes one value of three taps: 1, p, p^2, divided by the differences between p and all other points.</summary>
    private static readonly double[] Matrix = MakeMatrix();

    /// <summary>Transforms one kernel.</summary>
    /// <param name="kernel">Three rows of three taps.</param>
    /// <param name="transformed">Room for 36 values.</param>
    public static void Transform(ReadOnlySpan<float> kernel, Span<double> transformed)
    {
        Span<double> half = stackalloc double[Points * Taps];
        for (int point = 0; point < Points; point++)
            for (int column = 0; column < Taps; column++)
            {
                double sum = 0;
                for (int row = 0; row < Taps; row++)
                    sum += Matrix[point * Taps + row] * kernel[row * Taps + column];
                half[point * Taps + column] = sum;
            }
        for (int down = 0; down < Points; down++)
            for (int across = 0; across < Points; across++)
            {
                double sum = 0;
                for (int column = 0; column < Taps; column++)
                    sum += half[down * Taps + column] * Matrix[across * Taps + column];
                transformed[down * Points + across] = sum;
            }
    }

    private static double[] MakeMatrix()
    {
        var matrix = new double[Points * Taps];
        for (int point = 0; point < Places.Length; point++)
        {
            double power = 1;
            foreach (double other in Places)
                if (other != Places[point])
                    power /= Places[point] - other;
            for (int tap = 0; tap < Taps; tap++, power *= Places[point])
                matrix[point * Taps + tap] = power;
        }
        matrix[Points * Taps - 1] = 1;
        return matrix;
    }
}
