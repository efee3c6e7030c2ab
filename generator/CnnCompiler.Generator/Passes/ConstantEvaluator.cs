using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;

namespace CnnCompiler.Generator.Passes;

/// <summary>Computes the operators that shapes are made with on small constants, as the kernels would.</summary>
internal static class ConstantEvaluator
{
    /// <summary>The outputs, or null for an operator that is not computed here.</summary>
    public static IReadOnlyList<ConstantTensor>? Evaluate(Operator op, IReadOnlyList<TensorType> types, IReadOnlyList<ConstantTensor> inputs) => op switch
    {
        Reshape => [ConstantTensor.Of(types[0], inputs[0].Values)],
        Transpose transpose => One(types[0], inputs[0], TensorIndices.Transpose(inputs[0].Type, transpose)),
        Expand => One(types[0], inputs[0], TensorIndices.Stretch(inputs[0].Type, types[0])),
        Tile => One(types[0], inputs[0], TensorIndices.Tile(inputs[0].Type, types[0])),
        Slice slice => One(types[0], inputs[0], TensorIndices.Slice(inputs[0].Type, slice)),
        Split split => Split(split, types, inputs[0]),
        Concat concat => [Concat(concat, types[0], inputs)],
        Gather gather => TensorIndices.Gather(inputs[0].Type, inputs[1], gather) is { } indices ? One(types[0], inputs[0], indices) : null,
        Reduce reduce => ConstantReduction.Evaluate(reduce, types[0], inputs[0]) is { } reduced ? [reduced] : null,
        Pointwise pointwise => ConstantPointwise.Evaluate(pointwise, types[0], inputs) is { } result ? [result] : null,
        _ => null,
    };

    private static IReadOnlyList<ConstantTensor> One(TensorType type, ConstantTensor source, IReadOnlyList<int> indices)
    {
        var values = Array.CreateInstance(source.Values.GetType().GetElementType()!, indices.Count);
        for (int index = 0; index < indices.Count; index++)
            Array.Copy(source.Values, indices[index], values, index, 1);
        return [ConstantTensor.Of(type, values)];
    }

    private static IReadOnlyList<ConstantTensor> Split(Split split, IReadOnlyList<TensorType> types, ConstantTensor input)
    {
        var pieces = new List<ConstantTensor>();
        int start = 0;
        for (int piece = 0; piece < types.Count; piece++)
        {
            int[] starts = [.. input.Type.Shape.Select((_, axis) => axis == split.Axis ? start : 0)];
            var slice = new Slice(starts.ToEquatableArray(), starts.Select(_ => 1).ToEquatableArray(), types[piece].Shape.ToEquatableArray());
            pieces.AddRange(One(types[piece], input, TensorIndices.Slice(input.Type, slice)));
            start += split.Lengths[piece];
        }
        return pieces;
    }

    private static ConstantTensor Concat(Concat concat, TensorType type, IReadOnlyList<ConstantTensor> inputs)
    {
        var values = Array.CreateInstance(inputs[0].Values.GetType().GetElementType()!, type.Length);
        int outer = type.Shape.Take(concat.Axis).Aggregate(1, (product, axis) => product * axis);
        int at = 0;
        for (int index = 0; index < outer; index++)
            foreach (var input in inputs)
            {
                int run = input.Type.Length / outer;
                Array.Copy(input.Values, index * run, values, at, run);
                at += run;
            }
        return ConstantTensor.Of(type, values);
    }
}
