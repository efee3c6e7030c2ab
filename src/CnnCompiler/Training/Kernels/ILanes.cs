namespace CnnCompiler.Training.Kernels;

/// <summary>
/// A vector of float32 that training kernels are generic over: one text of a kernel serves every width, and since lanes are always different
/// outputs, every width sums in the same order.
/// </summary>
/// <typeparam name="TSelf">The vector itself.</typeparam>
internal interface ILanes<TSelf>
    where TSelf : struct, ILanes<TSelf>
{
    /// <summary>The number of values.</summary>
    static abstract int Count { get; }

    /// <summary>Reads <see cref="Count"/> values.</summary>
    static abstract TSelf Load(ref float source);

    /// <summary>One value in every lane.</summary>
    static abstract TSelf Broadcast(float value);

    /// <summary>x * y + sum, rounded once where the machine has a fused instruction.</summary>
    static abstract TSelf MultiplyAdd(TSelf x, TSelf y, TSelf sum);

    /// <summary>Writes <see cref="Count"/> values.</summary>
    void Store(ref float target);
}
