using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using CnnCompiler.Generator.Weights;

namespace CnnCompiler.Generator.Passes;

/// <summary>
/// Makes one function of single values of a quantisation and the way back from it, which lie around every operator of a quantised model: the map stays real and
/// its channels side by side. A ReLU or clip in front only narrows the range that is rounded to.
/// </summary>
internal sealed class FuseQuantization : IGraphPass
{
    public ModelGraph Run(ModelGraph graph)
    {
        var rewritten = GraphRewriter.Rewrite(graph, (rewriter, node) =>
        {
            if (node.Operator is not DequantizeLinear || rewriter.KeptProducer(node.Input) is not { Operator: QuantizeLinear { Multiplies: false } } quantize
                || Range(quantize, node) is not { } activation || quantize.Input.IsConstant || !quantize.Input.Type.IsMap || quantize.Input.Type.Length == 0)
            {
                rewriter.Keep(node);
                return;
            }
            var source = quantize.Input;
            if (rewriter.KeptProducer(source) is { Operator: Activate { Activation: var before } } first && Narrow(activation, before) is { } narrowed)
                (activation, source) = (narrowed, first.Input);
            rewriter.Keep(node with { Operator = new Activate(activation), Inputs = [source], Sources = [.. quantize.Sources, .. node.Sources] });
        });
        return new DropDeadNodes().Run(rewritten);
    }

    /// <summary>The function of both; null where they differ in scale or zero point, or these are not one known number.</summary>
    private static Activation? Range(Node quantize, Node dequantize)
    {
        var op = (QuantizeLinear)quantize.Operator;
        if (Number(quantize, 1) is not { } scale || Number(dequantize, 1) != scale || !(scale > 0)
            || Number(quantize, 2) is not { } zero || Number(dequantize, 2) != zero)
            return null;
        var (low, high) = QuantizeLinear.Range(op.Target);
        return new Activation(ActivationKind.Quantize, (float)scale) { Low = low - (float)zero, High = high - (float)zero };
    }

    /// <summary>The same rounding behind a function that only cuts at multiples of the scale; null where it does something else.</summary>
    private static Activation? Narrow(Activation activation, Activation before) => before switch
    {
        { Kind: ActivationKind.ReLU } when activation.High >= 0 => activation with { Low = Math.Max(activation.Low, 0) },
        { Kind: ActivationKind.Clip, Low: 0, High: var high } when activation.High >= 0 && high >= activation.High * activation.Slope =>
            activation with { Low = Math.Max(activation.Low, 0) },
        _ => null,
    };

    /// <summary>An operand that is one known number; a zero point that is left out is 0.</summary>
    private static double? Number(Node node, int operand) =>
        operand >= node.Inputs.Count ? 0
        : node.Inputs[operand].Weight is LiteralTensor { Tensor: { Type.Length: 1 } tensor } ? tensor.Doubles()[0]
        : null;
}
