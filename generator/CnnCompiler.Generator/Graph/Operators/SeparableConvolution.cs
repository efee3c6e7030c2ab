namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>
/// A depthwise convolution and the 1x1 convolution behind it (Howard et al., "MobileNets", 2017). Operands: the map, the depthwise kernel and its bias where it
/// has one, the 1x1 kernel and its bias where it has one.
/// </summary>
internal sealed record SeparableConvolution(Convolution Depthwise, Convolution Pointwise, bool HasDepthwiseBias) : Operator
{
    /// <summary>The index of the 1x1 kernel among the operands.</summary>
    public int PointwiseKernel => HasDepthwiseBias ? 3 : 2;

    public override TensorType Infer(IReadOnlyList<TensorType> inputs) => Pointwise.Infer([Between(inputs), inputs[PointwiseKernel]]);

    /// <summary>The type of the map between the two.</summary>
    public TensorType Between(IReadOnlyList<TensorType> inputs) => Depthwise.Infer(inputs);

    public override string Describe() => $"{Depthwise.Describe()}, {Pointwise.Describe()}";
}
