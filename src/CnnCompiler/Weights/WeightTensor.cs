namespace CnnCompiler.Weights;

/// <summary>A tensor to be written into a weight file.</summary>
/// <param name="Name">The name, such as <c>0.weight</c>.</param>
/// <param name="Shape">The lengths of its axes, outermost first, each at least 0; none for a single value.</param>
/// <param name="Values">The values, the last axis running fastest: as many as the product of the lengths, all finite.</param>
public sealed record WeightTensor(string Name, IReadOnlyList<int> Shape, ReadOnlyMemory<float> Values);
