namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>
/// The cross-correlation of a map with kernels (out x in / groups x height x width), plus a bias where there is a third operand that is constant; then
/// the sum with another map, an activation and a 2x2 maximum where they were fused into it. A dense layer is one whose kernel covers its whole input.
/// </summary>
internal sealed record Convolution(WindowGeometry Rows, WindowGeometry Columns, int Groups) : Operator
{
    /// <summary>Whether the last operand is a map of the result's shape that is added to it before the activation: a residual branch.</summary>
    public bool AddsMap { get; init; }

    public Activation? Activation { get; init; }

    /// <summary>Whether every output must be the sum of the products that define it, as whole numbers in float32 have one that is exact.</summary>
    public bool IsExact { get; init; }

    /// <summary>Whether the largest value of every 2x2 block, stride 2, is taken at the end.</summary>
    public bool PoolsTwoByTwo { get; init; }

    public override TensorType Infer(IReadOnlyList<TensorType> inputs)
    {
        var maps = Slide(inputs[0], inputs[1].Shape[0], Rows, Columns);
        return PoolsTwoByTwo ? maps.WithMap(maps.Channels, maps.Height / 2, maps.Width / 2) : maps;
    }

    public override string Describe() =>
        $"Convolution {Describe(Rows, Columns)}{(Groups != 1 ? FormattableString.Invariant($" groups {Groups}") : "")}" +
        $"{(AddsMap ? " + Add" : "")}{(Activation is { } activation ? " + " + activation : "")}{(PoolsTwoByTwo ? " + MaxPool 2x2" : "")}";
}
