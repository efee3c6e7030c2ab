using System.Globalization;
using CnnCompiler.Inference;
using CnnCompiler.Oracle.Models;

namespace CnnCompiler.Testing.Models;

/// <summary>How far one tensor lies from the true one.</summary>
/// <param name="Relative">The largest difference in units of the largest true value; infinite where types or shapes differ.</param>
/// <param name="Text">Where it is, and both values.</param>
public sealed record OutputDifference(double Relative, string Text)
{
    /// <summary>Compares.</summary>
    /// <param name="expected">The truth; float32 where the model has float16.</param>
    /// <param name="actual">What was computed.</param>
    public static OutputDifference Of(TensorData expected, TensorData actual)
    {
        bool half = actual.ElementType == TensorElementType.Float16;
        var type = half ? TensorElementType.Float32 : actual.ElementType;
        if (expected.Widened().ElementType != type || !expected.Shape.SequenceEqual(actual.Shape))
            return new OutputDifference(double.PositiveInfinity, $"expected {expected}, found {actual}");
        bool real = type is TensorElementType.Float32 or TensorElementType.Float64;
        var (wanted, found) = (expected.Widened().ToDoubles(), actual.ToDoubles());
        // Not below the smallest normal float32: a tensor of zeros has no scale of its own.
        double scale = wanted.Where(double.IsFinite).Select(Math.Abs).Append(1.2e-38).Max();
        int worst = 0;
        double largest = 0;
        for (int index = 0; index < wanted.Length; index++)
        {
            double difference = wanted[index].Equals(found[index]) ? 0 : Math.Abs(wanted[index] - found[index]);
            // No float16 can be nearer than half the distance of its neighbours.
            if (half)
                difference = Math.Max(0, difference - HalfRounding(found[index]));
            double relative = difference == 0 ? 0 : !real || double.IsNaN(difference) ? double.PositiveInfinity : difference / scale;
            if (relative > largest)
                (largest, worst) = (relative, index);
        }
        return new OutputDifference(largest, wanted.Length == 0 ? "empty" : string.Create(CultureInfo.InvariantCulture,
            $"difference {largest:0.0e-0} of the largest value {scale:G4}, at {worst} of {wanted.Length}: expected {wanted[worst]:G7}, found {found[worst]:G7}"));
    }

    private static double HalfRounding(double value)
    {
        if (!double.IsFinite(value))
            return 0;
        var magnitude = Half.Abs((Half)value);
        return ((double)Half.BitIncrement(magnitude) - (double)magnitude) / 2;
    }
}
