namespace CnnCompiler.Weights;

/// <summary>
/// The transform of a kernel for Winograd's algorithm in one direction: its values at six or eight points, in double precision (Lavin and Gray,
/// "Fast Algorithms for Convolutional Neural Networks", 2016).
/// </summary>
internal sealed class WinogradKernel
{
    /// <summary>The points but the last, which is infinity; the compiler writes the transforms of inputs and outputs for the same ones.</summary>
    private static readonly double[] PlacesOfSix = [0, 0.75, -0.75, 1.5, -1.5];

    private static readonly double[] PlacesOfEight = [0, 0.5, -0.5, 1, -1, 1.75, -1.75];

    private readonly int _taps;

    /// <summary>Each row makes one value of the taps: 1, p, p^2, ..., divided by the differences between p and all other points.</summary>
    private readonly double[] _matrix;

    /// <summary>Prepares a transform.</summary>
    /// <param name="taps">Taps of the kernel.</param>
    /// <param name="points">Its values: 6 or 8.</param>
    public WinogradKernel(int taps, int points)
    {
        (_taps, Points) = (taps, points);
        double[] places = points == 6 ? PlacesOfSix : PlacesOfEight;
        _matrix = new double[points * taps];
        for (int point = 0; point < places.Length; point++)
        {
            double power = 1;
            foreach (double other in places)
                if (other != places[point])
                    power /= places[point] - other;
            for (int tap = 0; tap < taps; tap++, power *= places[point])
                _matrix[point * taps + tap] = power;
        }
        _matrix[^1] = 1;
    }

    /// <summary>How many values it makes.</summary>
    public int Points { get; }

    /// <summary>Transforms one column of a kernel.</summary>
    /// <param name="kernel">The taps, row by row.</param>
    /// <param name="column">The column.</param>
    /// <param name="columns">The length of a row.</param>
    /// <param name="transformed">Room for the values.</param>
    public void Transform(ReadOnlySpan<float> kernel, int column, int columns, Span<double> transformed)
    {
        for (int point = 0; point < Points; point++)
        {
            double sum = 0;
            for (int tap = 0; tap < _taps; tap++)
                sum += _matrix[point * _taps + tap] * kernel[tap * columns + column];
            transformed[point] = sum;
        }
    }

    /// <summary>Transforms a kernel in two directions.</summary>
    /// <param name="down">The transform from row to row.</param>
    /// <param name="across">The transform from column to column.</param>
    /// <param name="kernel">The taps, row by row.</param>
    /// <param name="transformed">Room for the values, row by row.</param>
    public static void Transform(WinogradKernel down, WinogradKernel across, ReadOnlySpan<float> kernel, Span<double> transformed)
    {
        Span<double> row = stackalloc double[across._taps];
        for (int y = 0; y < down.Points; y++)
        {
            for (int column = 0; column < row.Length; column++)
            {
                double sum = 0;
                for (int tap = 0; tap < down._taps; tap++)
                    sum += down._matrix[y * down._taps + tap] * kernel[tap * row.Length + column];
                row[column] = sum;
            }
            for (int x = 0; x < across.Points; x++)
            {
                double sum = 0;
                for (int tap = 0; tap < row.Length; tap++)
                    sum += row[tap] * across._matrix[x * row.Length + tap];
                transformed[y * across.Points + x] = sum;
            }
        }
    }
}
