using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CnnCompiler.Training.Kernels;

/// <summary>Four values for machines without a fused multiply-add, where the fused call is emulated and 75 times slower.</summary>
internal readonly struct Lanes128Unfused(Vector128<float> value) : ILanes<Lanes128Unfused>
{
    private readonly Vector128<float> _value = value;

    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector128<float>.Count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128Unfused Load(ref float source) => new(Vector128.LoadUnsafe(ref source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128Unfused Broadcast(float value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128Unfused MultiplyAdd(Lanes128Unfused x, Lanes128Unfused y, Lanes128Unfused sum) => new(x._value * y._value + sum._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref float target) => _value.StoreUnsafe(ref target);
}
