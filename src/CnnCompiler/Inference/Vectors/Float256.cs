using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace CnnCompiler.Inference;

/// <summary>Eight lanes with fused multiply-add: AVX2 and FMA.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Float256 : IFloatVector<Vector256<float>>
{
    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 8;
    }

    /// <inheritdoc/>
    public static Vector256<float> Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256<float>.Zero;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load(ref readonly float source) => Vector256.LoadUnsafe(in source);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LoadParts(ref readonly float source, int length, nint first, nint second, nint third, nint fourth) => length >= 8
        ? Vector256.LoadUnsafe(in source, (nuint)first)
        : Vector128.LoadUnsafe(in source, (nuint)first).ToVector256Unsafe().WithUpper(Vector128.LoadUnsafe(in source, (nuint)second));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Spread(ref readonly float source, int step) => Four(in source, step, 0);

    /// <summary>Two values of a row, each four times.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<float> Four(ref readonly float source, int step, int first) =>
        Vector128.Create(Unsafe.Add(ref Unsafe.AsRef(in source), first * step)).ToVector256Unsafe()
            .WithUpper(Vector128.Create(Unsafe.Add(ref Unsafe.AsRef(in source), (first + 1) * step)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Broadcast(float value) => Vector256.Create(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MultiplyAdd(Vector256<float> left, Vector256<float> right, Vector256<float> addend) => Vector256.FusedMultiplyAdd(left, right, addend);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MultiplyAdd(float left, Vector256<float> right, Vector256<float> addend) => Vector256.FusedMultiplyAdd(Vector256.Create(left), right, addend);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Add(Vector256<float> left, Vector256<float> right) => left + right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Subtract(Vector256<float> left, Vector256<float> right) => left - right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Multiply(Vector256<float> left, Vector256<float> right) => left * right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Multiply(float left, Vector256<float> right) => Vector256.Create(left) * right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Divide(Vector256<float> left, Vector256<float> right) => left / right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Max(Vector256<float> first, Vector256<float> second) => Avx.IsSupported
        ? Avx.Max(first, second)
        : Vector256.ConditionalSelect(Vector256.GreaterThan(first, second), first, second);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Min(Vector256<float> first, Vector256<float> second) => Avx.IsSupported
        ? Avx.Min(first, second)
        : Vector256.ConditionalSelect(Vector256.LessThan(first, second), first, second);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> SelectPositive(Vector256<float> value, Vector256<float> positive, Vector256<float> other) => 
        Vector256.ConditionalSelect(Vector256.GreaterThan(value, Vector256<float>.Zero), positive, other);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Abs(Vector256<float> value) => Vector256.Abs(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Exp(Vector256<float> value) => VectorMath.Exp<Float256, Vector256<float>>(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Scale(Vector256<float> value, Vector256<float> power)
    {
        var whole = Vector256.ConvertToInt32Native(power);
        var half = whole >> 1;
        var first = ((half + Vector256.Create(127)) << 23).AsSingle();
        var second = ((whole - half + Vector256.Create(127)) << 23).AsSingle();
        return value * first * second;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> value, ref float target) => value.StoreUnsafe(ref target);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LoadBytes(ref readonly byte source) => BytesToFloats(in source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<float> BytesToFloats(ref readonly byte source) =>
        Float128.BytesToFloats(in source).ToVector256Unsafe().WithUpper(Float128.BytesToFloats(in Unsafe.Add(ref Unsafe.AsRef(in source), 4)));
}
