using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace CnnCompiler.Inference;

/// <summary>Sixteen lanes: AVX-512.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Float512 : IFloatVector<Float512>
{
    private readonly Vector512<float> _lanes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Float512(Vector512<float> lanes) => _lanes = lanes;

    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 16;
    }

    /// <inheritdoc/>
    public static Float512 Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Vector512<float>.Zero);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float512 Load(ref readonly float source) => new(Vector512.LoadUnsafe(in source));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float512 LoadParts(ref readonly float source, int length, nint first, nint second, nint third, nint fourth) => length switch
    {
        >= 16 => new(Vector512.LoadUnsafe(in source, (nuint)first)),
        8 => new(Vector512.Create(Vector256.LoadUnsafe(in source, (nuint)first), Vector256.LoadUnsafe(in source, (nuint)second))),
        _ => new(Vector512.Create(
            Vector256.Create(Vector128.LoadUnsafe(in source, (nuint)first), Vector128.LoadUnsafe(in source, (nuint)second)),
            Vector256.Create(Vector128.LoadUnsafe(in source, (nuint)third), Vector128.LoadUnsafe(in source, (nuint)fourth)))),
    };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float512 Spread(ref readonly float source, int step) => step == 1
        ? new(Vector512.Shuffle(
            Vector128.LoadUnsafe(in source).ToVector256Unsafe().ToVector512Unsafe(), Vector512.Create(0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3)))
        : new(Vector512.Create(Float256.Four(in source, step, 0), Float256.Four(in source, step, 2)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float512 Broadcast(float value) => new(Vector512.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float512 MultiplyAdd(Float512 left, Float512 right, Float512 addend) => new(Vector512.FusedMultiplyAdd(left._lanes, right._lanes, addend._lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float512 MultiplyAdd(float left, Float512 right, Float512 addend) => new(Vector512.FusedMultiplyAdd(Vector512.Create(left), right._lanes, addend._lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float512 Add(Float512 left, Float512 right) => new(left._lanes + right._lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float512 Subtract(Float512 left, Float512 right) => new(left._lanes - right._lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float512 Multiply(Float512 left, Float512 right) => new(left._lanes * right._lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float512 Multiply(float left, Float512 right) => new(Vector512.Create(left) * right._lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float512 Divide(Float512 left, Float512 right) => new(left._lanes / right._lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float512 Max(Float512 first, Float512 second) => new(Avx512F.IsSupported
        ? Avx512F.Max(first._lanes, second._lanes)
        : Vector512.ConditionalSelect(Vector512.GreaterThan(first._lanes, second._lanes), first._lanes, second._lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float512 Min(Float512 first, Float512 second) => new(Avx512F.IsSupported
        ? Avx512F.Min(first._lanes, second._lanes)
        : Vector512.ConditionalSelect(Vector512.LessThan(first._lanes, second._lanes), first._lanes, second._lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float512 SelectPositive(Float512 value, Float512 positive, Float512 other) => 
        new(Vector512.ConditionalSelect(Vector512.GreaterThan(value._lanes, Vector512<float>.Zero), positive._lanes, other._lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float512 Abs(Float512 value) => new(Vector512.Abs(value._lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float512 Exp(Float512 value) => VectorMath.Exp(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float512 Scale(Float512 value, Float512 power)
    {
        var whole = Vector512.ConvertToInt32Native(power._lanes);
        var half = whole >> 1;
        var first = ((half + Vector512.Create(127)) << 23).AsSingle();
        var second = ((whole - half + Vector512.Create(127)) << 23).AsSingle();
        return new(value._lanes * first * second);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Float512 value, ref float target) => value._lanes.StoreUnsafe(ref target);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float512 LoadBytes(ref readonly byte source) => 
        new(Vector512.Create(Float256.BytesToFloats(in source), Float256.BytesToFloats(in Unsafe.Add(ref Unsafe.AsRef(in source), 8))));
}
