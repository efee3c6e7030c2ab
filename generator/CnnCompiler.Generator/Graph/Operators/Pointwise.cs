using System.Globalization;

namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>A function of one value from each operand, the operands' shapes stretched to one another as NumPy does.</summary>
/// <param name="Function">The function.</param>
/// <param name="Parameters">The function's settings, in the order that <see cref="PointwiseFunction"/> gives; empty where it has none.</param>
internal sealed record Pointwise(PointwiseFunction Function, EquatableArray<double> Parameters) : Operator
{
    public Pointwise(PointwiseFunction function, params double[] parameters)
        : this(function, EquatableArray.Of(parameters))
    {
    }

    /// <summary>What <see cref="PointwiseFunction.Cast"/> makes; other functions ignore it.</summary>
    public ElementType Target { get; init; }

    public override TensorType Infer(IReadOnlyList<TensorType> inputs)
    {
        bool fits = Function switch
        {
            PointwiseFunction.And or PointwiseFunction.Or or PointwiseFunction.Xor or PointwiseFunction.Not => inputs.All(input => input.Element == ElementType.Boolean),
            PointwiseFunction.BitwiseAnd or PointwiseFunction.BitwiseOr or PointwiseFunction.BitwiseXor or PointwiseFunction.BitwiseNot
                or PointwiseFunction.ShiftLeft or PointwiseFunction.ShiftRight => inputs.All(input => input.Element.IsWhole()),
            PointwiseFunction.Where => inputs[0].Element == ElementType.Boolean && inputs[1].Element == inputs[2].Element,
            PointwiseFunction.Identity or PointwiseFunction.Cast or PointwiseFunction.Equal => true,
            _ => inputs.All(input => input.Element != ElementType.Boolean),
        };
        return fits ? new(Element(inputs), Broadcasting.Shape(inputs))
            : throw new ArgumentException($"{Function} is not defined for {string.Join(" and ", inputs)}.");
    }

    public override string Describe()
    {
        string parameters = string.Concat(Parameters.Select(value => " " + value.ToString(CultureInfo.InvariantCulture)));
        return Function == PointwiseFunction.Cast ? $"Cast {Target.CSharpName()}" : Function + parameters;
    }

    private ElementType Element(IReadOnlyList<TensorType> inputs) => Function switch
    {
        PointwiseFunction.Cast => Target,
        PointwiseFunction.Where => inputs[1].Element,
        PointwiseFunction.Equal or PointwiseFunction.Less or PointwiseFunction.LessOrEqual or PointwiseFunction.Greater or PointwiseFunction.GreaterOrEqual
            or PointwiseFunction.And or PointwiseFunction.Or or PointwiseFunction.Xor or PointwiseFunction.Not
            or PointwiseFunction.IsNaN or PointwiseFunction.IsInfinity => ElementType.Boolean,
        _ => inputs[0].Element,
    };
}
