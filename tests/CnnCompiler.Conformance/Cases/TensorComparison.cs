using System.Globalization;
using CnnCompiler.Inference;
using CnnCompiler.Oracle.Models;

namespace CnnCompiler.Conformance.Cases;

/// <summary>The standard's own comparison: |actual - expected| &lt;= atol + rtol * |expected| for real numbers, equality for everything else.</summary>
internal static class TensorComparison
{
    private const double RelativeTolerance = 1e-3;
    private const double AbsoluteTolerance = 1e-7;

    /// <summary>What is wrong with a tensor, or null.</summary>
    public static string? Difference(TensorData expected, TensorData actual)
    {
        if (expected.ElementType != actual.ElementType || !expected.Shape.SequenceEqual(actual.Shape))
            return $"expected {expected}, found {actual}";
        if (expected.Bytes.AsSpan().SequenceEqual(actual.Bytes))
            return null;
        bool exact = expected.ElementType is not (TensorElementType.Float32 or TensorElementType.Float16 or TensorElementType.Float64);
        // 64-bit integers may not survive as double; all others do.
        if (expected.ElementType == TensorElementType.Int64)
            return Describe(expected.Values<long>(), actual.Values<long>());
        if (expected.ElementType == TensorElementType.UInt64)
            return Describe(expected.Values<ulong>(), actual.Values<ulong>());
        var (wanted, found) = (expected.ToDoubles(), actual.ToDoubles());
        int count = 0;
        int first = -1;
        for (int index = 0; index < wanted.Length; index++)
            if (!(exact ? wanted[index] == found[index] : IsClose(wanted[index], found[index])))
            {
                first = count++ == 0 ? index : first;
            }
        return count == 0 ? null : string.Create(CultureInfo.InvariantCulture,
            $"{count} of {wanted.Length} values differ, first at {first}: expected {wanted[first]:G9}, found {found[first]:G9}");
    }

    private static bool IsClose(double expected, double actual) =>
        expected.Equals(actual) || (double.IsFinite(expected) && Math.Abs(actual - expected) <= AbsoluteTolerance + RelativeTolerance * Math.Abs(expected));

    private static string Describe<T>(ReadOnlySpan<T> expected, ReadOnlySpan<T> actual)
        where T : IEquatable<T>
    {
        int first = expected.CommonPrefixLength(actual);
        return string.Create(CultureInfo.InvariantCulture, $"values differ, first at {first} of {expected.Length}: expected {expected[first]}, found {actual[first]}");
    }
}
