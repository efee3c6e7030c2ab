using CnnCompiler.Generator.Weights;

namespace CnnCompiler.Generator.Graph;

/// <summary>Something that flows along an edge of the graph. Two values are the same only if they are the same object.</summary>
internal sealed class Value(string name, TensorType type, WeightExpression? weight = null)
{
    public string Name { get; } = name;

    public TensorType Type { get; } = type;

    /// <summary>How a constant is computed from the weight file; null for what depends on the input.</summary>
    public WeightExpression? Weight { get; } = weight;

    public bool IsConstant => Weight is not null;

    public override string ToString() => Weight is null ? Name : Weight.ToString();
}
