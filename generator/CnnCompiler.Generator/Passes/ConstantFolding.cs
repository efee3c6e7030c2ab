using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using CnnCompiler.Generator.Weights;

namespace CnnCompiler.Generator.Passes;

/// <summary>
/// Computes at compile time what depends on nothing but constants: the values where they are known, and views of large weights as other
/// expressions over the file.
/// </summary>
internal static class ConstantFolding
{
    /// <summary>Folds one operator.</summary>
    /// <param name="op">The operator.</param>
    /// <param name="types">The types of its outputs.</param>
    /// <param name="operands">Its operands, all constant.</param>
    /// <param name="known">The values of a constant where they are known.</param>
    /// <returns>For each output its value, and what is known of it; null where the operator must run.</returns>
    public static IReadOnlyList<(Value Value, ConstantTensor? Known)>? Fold(
        Operator op, IReadOnlyList<TensorType> types, IReadOnlyList<Value> operands, Func<Value, ConstantTensor?> known)
    {
        var constants = operands.Select(known).ToArray();
        var results = types.Any(type => type.Length > LiteralTensor.MaxLength) || constants.Any(constant => constant is null)
            ? null
            : ConstantEvaluator.Evaluate(op, types, constants!);
        if (Quantization(op, operands) is { } quantised)
            return [(GraphBuilder.Constant(quantised), null)];
        if (View(op, operands[0].Weight!, types[0]) is { } view)
            return [(GraphBuilder.Constant(view), results?[0])];
        return results?.Select(result => (GraphBuilder.Constant(result), (ConstantTensor?)result)).ToArray();
    }

    /// <summary>The expression for a weight seen under other axes; null for other operators and for literals, which are computed.</summary>
    private static WeightExpression? View(Operator op, WeightExpression weight, TensorType type)
    {
        if (weight is LiteralTensor || (weight.Element != ElementType.Float32 && op is not (Graph.Operators.Reshape or Transpose)))
            return null;
        return op switch
        {
            Graph.Operators.Reshape => Reshape(weight, type.Shape),
            Transpose transpose => new TransposedWeight(weight, transpose.Permutation),
            Pointwise { Function: PointwiseFunction.Identity } or Pointwise { Function: PointwiseFunction.Cast, Target: ElementType.Float32 } => weight,
            _ => null,
        };
    }

    /// <summary>The expression for weights that are quantised or made real; null for other operators.</summary>
    private static WeightExpression? Quantization(Operator op, IReadOnlyList<Value> operands)
    {
        var (values, scale, zero) = (operands[0].Weight!, operands.Count > 1 ? operands[1].Weight! : null, operands.Count > 2 ? operands[2].Weight : null);
        return op switch
        {
            // Whole numbers beyond 2^24 are no float32: small lists of them are computed in the kernel's way.
            DequantizeLinear dequantize when values.Element is ElementType.Int8 or ElementType.UInt8 || values is LiteralTensor { Tensor.Values: int[] } =>
                new DequantizedWeight(values, scale!, zero, dequantize.Scales),
            QuantizeLinear { Multiplies: false } quantize when values.Element == ElementType.Float32 => new QuantizedWeight(values, scale!, zero, quantize),
            _ => null,
        };
    }

    /// <summary>A weight under another shape; views of views are one.</summary>
    public static WeightExpression Reshape(WeightExpression weight, IEnumerable<int> shape)
    {
        var axes = shape.ToEquatableArray();
        var operand = weight is Reshaped view ? view.Operand : weight;
        return operand.Shape.SequenceEqual(axes) ? operand : new Reshaped(operand, axes);
    }
}
