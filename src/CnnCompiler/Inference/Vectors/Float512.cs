using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace CnnCompiler.Inference;

/// <summary>Sixteen lanes: AVX-512.</summary>
/// <remarks>Halves are joined by WithUpper: behind Create there are calls, each of which takes the just-in-time compiler half a millisecond.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Float512 : IFloatVector<Vector512<float>>
{
    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 16;
    }

    /// <inheritdoc/>
    public static Vector512<float> Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512<float>.Zero;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(ref readonly float source) => Vector512.LoadUnsafe(in source);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadParts(ref readonly float source, int length, nint first, nint second, nint third, nint fourth) => length switch
    {
        >= 16 => Vector512.LoadUnsafe(in source, (nuint)first),
        8 => Vector256.LoadUnsafe(in source, (nuint)first).ToVector512Unsafe().WithUpper(Vector256.LoadUnsafe(in source, (nuint)second)),
        _ => Float256.LoadParts(in source, length, first, second, 0, 0).ToVector512Unsafe().WithUpper(Float256.LoadParts(in source, length, third, fourth, 0, 0)),
    };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Spread(ref readonly float source, int step) => step == 1
        ? Vector512.Shuffle(
            Vector128.LoadUnsafe(in source).ToVector256Unsafe().ToVector512Unsafe(), Vector512.Create(0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3))
        : Float256.Four(in source, step, 0).ToVector512Unsafe().WithUpper(Float256.Four(in source, step, 2));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Broadcast(float value) => Vector512.Create(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> MultiplyAdd(Vector512<float> left, Vector512<float> right, Vector512<float> addend) => Vector512.FusedMultiplyAdd(left, right, addend);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> MultiplyAdd(float left, Vector512<float> right, Vector512<float> addend) => Vector512.FusedMultiplyAdd(Vector512.Create(left), right, addend);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Add(Vector512<float> left, Vector512<float> right) => left + right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Subtract(Vector512<float> left, Vector512<float> right) => left - right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Multiply(Vector512<float> left, Vector512<float> right) => left * right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Multiply(float left, Vector512<float> right) => Vector512.Create(left) * right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Divide(Vector512<float> left, Vector512<float> right) => left / right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Max(Vector512<float> first, Vector512<float> second) => Avx512F.IsSupported
        ? Avx512F.Max(first, second)
        : Vector512.ConditionalSelect(Vector512.GreaterThan(first, second), first, second);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Min(Vector512<float> first, Vector512<float> second) => Avx512F.IsSupported
        ? Avx512F.Min(first, second)
        : Vector512.ConditionalSelect(Vector512.LessThan(first, second), first, second);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> SelectPositive(Vector512<float> value, Vector512<float> positive, Vector512<float> other) => 
        Vector512.ConditionalSelect(Vector512.GreaterThan(value, Vector512<float>.Zero), positive, other);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Abs(Vector512<float> value) => Vector512.Abs(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Exp(Vector512<float> value) => VectorMath.Exp<Float512, Vector512<float>>(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Scale(Vector512<float> value, Vector512<float> power)
    {
        var whole = Vector512.ConvertToInt32Native(power);
        var half = whole >> 1;
        var first = ((half + Vector512.Create(127)) << 23).AsSingle();
        var second = ((whole - half + Vector512.Create(127)) << 23).AsSingle();
        return value * first * second;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> value, ref float target) => value.StoreUnsafe(ref target);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadBytes(ref readonly byte source) => 
        Float256.BytesToFloats(in source).ToVector512Unsafe().WithUpper(Float256.BytesToFloats(in Unsafe.Add(ref Unsafe.AsRef(in source), 8)));
}
