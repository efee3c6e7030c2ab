using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace CnnCompiler.Inference;

/// <summary>Eight lanes with fused multiply-add: AVX2 and FMA.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Float256 : IFloatVector<Float256>
{
    private readonly Vector256<float> _lanes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Float256(Vector256<float> lanes) => _lanes = lanes;

    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 8;
    }

    /// <inheritdoc/>
    public static Float256 Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Vector256<float>.Zero);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float256 Load(ref readonly float source) => new(Vector256.LoadUnsafe(in source));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float256 LoadParts(ref readonly float source, int length, nint first, nint second, nint third, nint fourth) => length >= 8
        ? new(Vector256.LoadUnsafe(in source, (nuint)first))
        : new(Vector256.Create(Vector128.LoadUnsafe(in source, (nuint)first), Vector128.LoadUnsafe(in source, (nuint)second)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float256 Spread(ref readonly float source, int step) => new(Four(in source, step, 0));

    /// <summary>Two values of a row, each four times.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<float> Four(ref readonly float source, int step, int first) => Vector256.Create(
        Vector128.Create(Unsafe.Add(ref Unsafe.AsRef(in source), first * step)), Vector128.Create(Unsafe.Add(ref Unsafe.AsRef(in source), (first + 1) * step)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float256 Broadcast(float value) => new(Vector256.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float256 MultiplyAdd(Float256 left, Float256 right, Float256 addend) => new(Vector256.FusedMultiplyAdd(left._lanes, right._lanes, addend._lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float256 MultiplyAdd(float left, Float256 right, Float256 addend) => new(Vector256.FusedMultiplyAdd(Vector256.Create(left), right._lanes, addend._lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float256 Add(Float256 left, Float256 right) => new(left._lanes + right._lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float256 Subtract(Float256 left, Float256 right) => new(left._lanes - right._lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float256 Multiply(Float256 left, Float256 right) => new(left._lanes * right._lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float256 Multiply(float left, Float256 right) => new(Vector256.Create(left) * right._lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float256 Divide(Float256 left, Float256 right) => new(left._lanes / right._lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float256 Max(Float256 first, Float256 second) => new(Avx.IsSupported
        ? Avx.Max(first._lanes, second._lanes)
        : Vector256.ConditionalSelect(Vector256.GreaterThan(first._lanes, second._lanes), first._lanes, second._lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float256 Min(Float256 first, Float256 second) => new(Avx.IsSupported
        ? Avx.Min(first._lanes, second._lanes)
        : Vector256.ConditionalSelect(Vector256.LessThan(first._lanes, second._lanes), first._lanes, second._lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float256 SelectPositive(Float256 value, Float256 positive, Float256 other) => 
        new(Vector256.ConditionalSelect(Vector256.GreaterThan(value._lanes, Vector256<float>.Zero), positive._lanes, other._lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float256 Abs(Float256 value) => new(Vector256.Abs(value._lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float256 Exp(Float256 value) => VectorMath.Exp(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float256 Scale(Float256 value, Float256 power)
    {
        var whole = Vector256.ConvertToInt32Native(power._lanes);
        var half = whole >> 1;
        var first = ((half + Vector256.Create(127)) << 23).AsSingle();
        var second = ((whole - half + Vector256.Create(127)) << 23).AsSingle();
        return new(value._lanes * first * second);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Float256 value, ref float target) => value._lanes.StoreUnsafe(ref target);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float256 LoadBytes(ref readonly byte source) => new(BytesToFloats(in source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<float> BytesToFloats(ref readonly byte source) =>
        Vector256.Create(Float128.BytesToFloats(in source), Float128.BytesToFloats(in Unsafe.Add(ref Unsafe.AsRef(in source), 4)));
}
