namespace CnnCompiler;

/// <summary>A tensor that a layer reads from the weight file.</summary>
/// <param name="Name">The name behind the layer's own, such as <c>weight</c> in <c>0.weight</c>.</param>
/// <param name="Shape">The lengths of its axes in PyTorch's order: out x in x height x width for a convolution, out x in for a dense layer.</param>
/// <param name="Trainable">False for what training only observes: the running statistics of batch normalisation.</param>
public sealed record LayerParameter(string Name, IReadOnlyList<int> Shape, bool Trainable = true)
{
    /// <summary>The number of values.</summary>
    public long Length => Shape.Aggregate(1L, (product, axis) => product * axis);
}
