using CnnCompiler.Generator.Graph.Operators;

namespace CnnCompiler.Generator.Graph;

/// <summary>One application of an operator.</summary>
/// <param name="Operator">What is done, with everything but the operands.</param>
/// <param name="Inputs">The operands, constants among them.</param>
/// <param name="Outputs">What comes out.</param>
/// <param name="Sources">What the node computes, in words of the model it came from: one declared layer, or several after fusion.</param>
internal sealed record Node(Operator Operator, IReadOnlyList<Value> Inputs, IReadOnlyList<Value> Outputs, IReadOnlyList<NodeSource> Sources)
{
    /// <summary>A name of the planner's for a node that no layer stands for.</summary>
    public string? Label { get; init; }

    public Value Input => Inputs[0];

    public Value Output => Outputs[0];

    /// <summary>The name that generated code uses: the first layer's kind and position, such as <c>Conv2D0</c>.</summary>
    public string Name => Label ?? Sources[0].Title;

    /// <summary>All that the node computes, such as <c>Conv2D0 + ReLU1</c>.</summary>
    public string Title => Label ?? string.Join(" + ", Sources.Select(source => source.Title));
}
