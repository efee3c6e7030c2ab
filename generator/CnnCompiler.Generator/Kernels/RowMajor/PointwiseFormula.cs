using CnnCompiler.Generator.Graph.Operators;

namespace CnnCompiler.Generator.Kernels.RowMajor;

/// <summary>What a node computes value by value: a function, and perhaps another of its result.</summary>
internal sealed record PointwiseFormula(Pointwise Function, Pointwise? Then)
{
    /// <summary>The formula of an operator; null where it is none of single values.</summary>
    public static PointwiseFormula? Of(Operator op) => op switch
    {
        Pointwise function => new(function, null),
        Activate activate => new(Of(activate.Activation), null),
        Graph.Operators.Add add => new(new Pointwise(PointwiseFunction.Add), add.Activation is { } activation ? Of(activation) : null),
        _ => null,
    };

    private static Pointwise Of(Activation activation) => activation.Kind switch
    {
        ActivationKind.ReLU => new Pointwise(PointwiseFunction.Relu),
        ActivationKind.LeakyReLU => new Pointwise(PointwiseFunction.LeakyRelu, activation.Slope),
        ActivationKind.Sigmoid => new Pointwise(PointwiseFunction.Sigmoid),
        ActivationKind.Tanh => new Pointwise(PointwiseFunction.Tanh),
        ActivationKind.Quantize => new Pointwise(PointwiseFunction.RoundToScale, activation.Slope, activation.Low, activation.High),
        ActivationKind.Clip => new Pointwise(PointwiseFunction.Clip, activation.Low, activation.High),
        _ => throw new InvalidOperationException($"No function is known for the activation {activation}."),
    };
}
