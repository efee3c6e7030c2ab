using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace CnnCompiler.Inference;

/// <summary>Four lanes without fused multiply-add: baseline x64, WebAssembly, and the scalar fallback. There the library's FusedMultiplyAdd is a call, 75 times slower than this.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Float128NoFma : IFloatVector<Float128NoFma>
{
    private readonly Vector128<float> _lanes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Float128NoFma(Vector128<float> lanes) => _lanes = lanes;

    /// <summary>The first lane.</summary>
    internal readonly float First => _lanes.ToScalar();

    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 4;
    }

    /// <inheritdoc/>
    public static Float128NoFma Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Vector128<float>.Zero);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float128NoFma Load(ref readonly float source) => new(Vector128.LoadUnsafe(in source));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float128NoFma LoadParts(ref readonly float source, int length, nint first, nint second, nint third, nint fourth) => new(Vector128.LoadUnsafe(in source, (nuint)first));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float128NoFma Spread(ref readonly float source, int step) => new(Vector128.Create(source));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float128NoFma Broadcast(float value) => new(Vector128.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float128NoFma MultiplyAdd(Float128NoFma left, Float128NoFma right, Float128NoFma addend) => new(left._lanes * right._lanes + addend._lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float128NoFma MultiplyAdd(float left, Float128NoFma right, Float128NoFma addend) => new(Vector128.Create(left) * right._lanes + addend._lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float128NoFma Add(Float128NoFma left, Float128NoFma right) => new(left._lanes + right._lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float128NoFma Subtract(Float128NoFma left, Float128NoFma right) => new(left._lanes - right._lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float128NoFma Multiply(Float128NoFma left, Float128NoFma right) => new(left._lanes * right._lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float128NoFma Multiply(float left, Float128NoFma right) => new(Vector128.Create(left) * right._lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float128NoFma Divide(Float128NoFma left, Float128NoFma right) => new(left._lanes / right._lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float128NoFma Max(Float128NoFma first, Float128NoFma second) => new(Sse.IsSupported
        ? Sse.Max(first._lanes, second._lanes)
        : Vector128.ConditionalSelect(Vector128.GreaterThan(first._lanes, second._lanes), first._lanes, second._lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float128NoFma Min(Float128NoFma first, Float128NoFma second) => new(Sse.IsSupported
        ? Sse.Min(first._lanes, second._lanes)
        : Vector128.ConditionalSelect(Vector128.LessThan(first._lanes, second._lanes), first._lanes, second._lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float128NoFma SelectPositive(Float128NoFma value, Float128NoFma positive, Float128NoFma other) => 
        new(Vector128.ConditionalSelect(Vector128.GreaterThan(value._lanes, Vector128<float>.Zero), positive._lanes, other._lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float128NoFma Abs(Float128NoFma value) => new(Vector128.Abs(value._lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float128NoFma Exp(Float128NoFma value) => VectorMath.Exp(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float128NoFma Scale(Float128NoFma value, Float128NoFma power)
    {
        var whole = Vector128.ConvertToInt32Native(power._lanes);
        var half = whole >> 1;
        var first = ((half + Vector128.Create(127)) << 23).AsSingle();
        var second = ((whole - half + Vector128.Create(127)) << 23).AsSingle();
        return new(value._lanes * first * second);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Float128NoFma value, ref float target) => value._lanes.StoreUnsafe(ref target);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float128NoFma LoadBytes(ref readonly byte source) => new(Float128.BytesToFloats(in source));
}
