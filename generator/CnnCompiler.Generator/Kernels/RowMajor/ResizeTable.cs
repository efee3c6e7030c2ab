using CnnCompiler.Generator.Graph.Operators;

namespace CnnCompiler.Generator.Kernels.RowMajor;

/// <summary>
/// Which pixels of one axis make each pixel of the resized axis, and with what weights: the formulas of the ONNX standard (operator Resize), computed in
/// float64.
/// </summary>
internal sealed class ResizeTable
{
    private ResizeTable(int taps, int[] places, double[] weights) => (Taps, Places, Weights) = (taps, places, weights);

    /// <summary>The number of input pixels for each output pixel.</summary>
    public int Taps { get; }

    /// <summary>The input pixels, those of an output pixel side by side; all -1 where an output pixel lies outside the input.</summary>
    public int[] Places { get; }

    /// <summary>Their weights.</summary>
    public double[] Weights { get; }

    /// <summary>Whether some output pixels get the extrapolation value.</summary>
    public bool HasOutside => Places.Contains(-1);

    /// <summary>How often each input pixel is repeated, if that is all that happens; otherwise 0.</summary>
    public int RepeatsOf(int length)
    {
        int factor = length == 0 ? 0 : Places.Length / length;
        return Taps == 1 && factor * length == Places.Length && !Places.Where((place, index) => place != index / factor).Any() ? factor : 0;
    }

    public static ResizeTable Of(Resize op, ResizeAxis axis, int length)
    {
        int taps = op.Mode == ResizeMode.Nearest ? 1 : 2 * Reach(op, axis.Scale);
        int[] places = new int[checked(axis.Length * taps)];
        double[] weights = new double[places.Length];
        for (int pixel = 0; pixel < axis.Length; pixel++)
        {
            double x = Coordinate(op.Coordinates, axis, pixel, length);
            bool outside = op.Coordinates == CoordinateTransformation.TensorFlowCropAndResize && (x < 0 || x > length - 1);
            if (op.Mode == ResizeMode.Nearest)
            {
                places[pixel] = outside ? -1 : Clamp(Nearest(op.Nearest, x), length);
                weights[pixel] = 1;
                continue;
            }
            double[] row = Row(op, axis.Scale, x, length);
            // The last pixel at or below x is the left one of the middle pair, but for whole x, which is the right one.
            double first = Math.Ceiling(x) - taps / 2;
            for (int tap = 0; tap < taps; tap++)
            {
                places[pixel * taps + tap] = outside ? -1 : Clamp(first + tap, length);
                weights[pixel * taps + tap] = row[tap];
            }
        }
        return new ResizeTable(taps, places, weights);
    }

    private static double Coordinate(CoordinateTransformation transformation, ResizeAxis axis, int pixel, int length)
    {
        double resized = axis.Scale * length;
        switch (transformation)
        {
            case CoordinateTransformation.AlignCorners:
                return resized == 1 ? 0 : pixel * (length - 1) / (resized - 1);
            case CoordinateTransformation.Asymmetric:
                return pixel / axis.Scale;
            case CoordinateTransformation.TensorFlowCropAndResize:
                double region = axis.RegionEnd - axis.RegionStart;
                return axis.RegionStart * (length - 1) +
                    (axis.Length == 1 ? region * (length - 1) / 2 : pixel * region * (length - 1) / (axis.Length - 1));
            case CoordinateTransformation.PyTorchHalfPixel:
                return axis.Length == 1 ? 0 : (pixel + 0.5) / axis.Scale - 0.5;
            case CoordinateTransformation.HalfPixelSymmetric:
                return length / 2.0 * (1 - axis.Length / resized) + (pixel + 0.5) / axis.Scale - 0.5;
            case CoordinateTransformation.TensorFlowHalfPixelForNearest:
                return (pixel + 0.5) / axis.Scale;
            default:
                return (pixel + 0.5) / axis.Scale - 0.5;
        }
    }

    private static double Nearest(NearestMode mode, double x) => mode switch
    {
        NearestMode.Floor => Math.Floor(x),
        NearestMode.Ceiling => Math.Ceiling(x),
        NearestMode.RoundPreferCeiling => Math.Floor(x + 0.5),
        _ => Math.Ceiling(x - 0.5),
    };

    /// <summary>How many pixels on each side have a weight: 1 or 2, and as many more as shrinking leaves out where it averages.</summary>
    private static int Reach(Resize op, double scale)
    {
        int radius = op.Mode == ResizeMode.Cubic ? 2 : 1;
        return op.Antialias && scale < 1 ? (int)Math.Ceiling(radius / scale) : radius;
    }

    private static double[] Row(Resize op, double scale, double x, int length)
    {
        int reach = Reach(op, scale);
        double stretch = op.Antialias ? Math.Min(scale, 1) : 1;
        double first = Math.Ceiling(x) - reach;
        double[] row = new double[2 * reach];
        for (int tap = 0; tap < row.Length; tap++)
        {
            double place = first + tap;
            bool excluded = op.ExcludesOutside && (place < 0 || place >= length);
            row[tap] = excluded ? 0 : Filter(op, Math.Abs(place - x) * stretch);
        }
        double sum = row.Sum();
        return (op.Antialias || op.ExcludesOutside) && sum != 0 ? [.. row.Select(weight => weight / sum)] : row;
    }

    private static double Filter(Resize op, double distance)
    {
        if (op.Mode == ResizeMode.Linear)
            return Math.Max(0, 1 - distance);
        double a = op.CubicCoefficient;
        return distance <= 1 ? ((a + 2) * distance - (a + 3)) * distance * distance + 1
            : distance < 2 ? ((a * distance - 5 * a) * distance + 8 * a) * distance - 4 * a
            : 0;
    }

    private static int Clamp(double place, int length) => (int)Math.Max(0, Math.Min(length - 1, place));
}
