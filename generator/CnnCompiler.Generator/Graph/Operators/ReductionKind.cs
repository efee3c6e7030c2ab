namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>What becomes of the elements along reduced axes.</summary>
internal enum ReductionKind
{
    Sum,
    Mean,
    Maximum,
    Minimum,
    Product,

    /// <summary>The sum of magnitudes.</summary>
    L1,

    /// <summary>The root of the sum of squares.</summary>
    L2,
    SumOfSquares,
    LogOfSum,
    LogOfSumOfExp,
}
