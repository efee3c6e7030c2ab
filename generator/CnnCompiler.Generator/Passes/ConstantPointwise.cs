using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;

namespace CnnCompiler.Generator.Passes;

/// <summary>Functions of single values on small constants: whole numbers in 64 bits, others in double precision, then rounded once.</summary>
internal static class ConstantPointwise
{
    /// <summary>The result, or null for what is not computed here.</summary>
    public static ConstantTensor? Evaluate(Pointwise op, TensorType type, IReadOnlyList<ConstantTensor> inputs)
    {
        IReadOnlyList<int>[] places = [.. inputs.Select(input => TensorIndices.Stretch(input.Type, type))];
        if (op.Function == PointwiseFunction.Identity)
            return ConstantTensor.Of(type, inputs[0].Values);
        if (op.Function == PointwiseFunction.Where)
            return Choose(type, inputs, places);
        if (inputs.Any(HasHighBit))
            return null;
        bool whole = inputs.All(input => input.Type.Element.IsWhole());
        return whole
            ? Integers(op, type, [.. inputs.Select(input => input.Integers())], places)
            : Numbers(op, type, [.. inputs.Select(input => input.Doubles())], places);
    }

    /// <summary>Whether numbers without a sign are beyond the largest of 64 bits with one, as which they would be taken here.</summary>
    public static bool HasHighBit(ConstantTensor constant) => constant.Type.Element == ElementType.UInt64 && constant.Integers().Any(value => value < 0);

    /// <summary>Whole numbers in the type's size; what does not fit wraps around.</summary>
    public static ConstantTensor Of(TensorType type, long[] values) => type.Element.IsWhole() ? ConstantTensor.OfIntegers(type, values)
        : ConstantTensor.Of(type, type.Element switch
        {
            ElementType.Boolean => Each(values, value => value != 0),
            ElementType.Float64 => Each(values, value => (double)value),
            _ => Each(values, value => (float)value),
        });

    /// <summary>Numbers in the type's precision.</summary>
    public static ConstantTensor Of(TensorType type, double[] values) =>
        type.Element.IsWhole() ? ConstantTensor.OfIntegers(type, Each(values, value => unchecked((long)value)))
        : ConstantTensor.Of(type, type.Element switch
        {
            ElementType.Boolean => Each(values, value => value != 0),
            ElementType.Float64 => values,
            _ => Each(values, value => (float)value),
        });

    private static ConstantTensor Choose(TensorType type, IReadOnlyList<ConstantTensor> inputs, IReadOnlyList<int>[] places)
    {
        bool[] conditions = (bool[])inputs[0].Values;
        var values = Array.CreateInstance(inputs[1].Values.GetType().GetElementType()!, type.Length);
        for (int index = 0; index < values.Length; index++)
        {
            int from = conditions[places[0][index]] ? 1 : 2;
            Array.Copy(inputs[from].Values, places[from][index], values, index, 1);
        }
        return ConstantTensor.Of(type, values);
    }

    private static ConstantTensor? Integers(Pointwise op, TensorType type, long[][] inputs, IReadOnlyList<int>[] places)
    {
        long[] results = new long[type.Length];
        for (int index = 0; index < results.Length; index++)
        {
            long result = inputs[0][places[0][index]];
            if (inputs.Length == 1 && Integer(op.Function, result, null) is { } single)
                result = single;
            else if (inputs.Length == 1)
                return null;
            for (int operand = 1; operand < inputs.Length; operand++)
                if (Integer(op.Function, result, inputs[operand][places[operand][index]]) is { } next)
                    result = next;
                else
                    return null;
            results[index] = result;
        }
        return Of(type, results);
    }

    private static ConstantTensor? Numbers(Pointwise op, TensorType type, double[][] inputs, IReadOnlyList<int>[] places)
    {
        double[] results = new double[type.Length];
        for (int index = 0; index < results.Length; index++)
        {
            double result = inputs[0][places[0][index]];
            if (inputs.Length == 1 && Number(op.Function, result, null) is { } single)
                result = single;
            else if (inputs.Length == 1)
                return null;
            for (int operand = 1; operand < inputs.Length; operand++)
                if (Number(op.Function, result, inputs[operand][places[operand][index]]) is { } next)
                    result = next;
                else
                    return null;
            results[index] = result;
        }
        return Of(type, results);
    }

    private static long? Integer(PointwiseFunction function, long left, long? other)
    {
        if (other is not { } right)
            return function switch
            {
                PointwiseFunction.Cast => left,
                PointwiseFunction.Negate => unchecked(-left),
                PointwiseFunction.Abs => left < 0 ? unchecked(-left) : left,
                PointwiseFunction.Sign => Math.Sign(left),
                // The sum, product or extreme of one operand is that operand.
                PointwiseFunction.Add or PointwiseFunction.Minimum or PointwiseFunction.Maximum => left,
                _ => null,
            };
        bool divides = right is not (0 or -1);
        return function switch
        {
            PointwiseFunction.Add => unchecked(left + right),
            PointwiseFunction.Subtract => unchecked(left - right),
            PointwiseFunction.Multiply => unchecked(left * right),
            PointwiseFunction.Divide when divides => left / right,
            PointwiseFunction.Divide when right == -1 => unchecked(-left),
            PointwiseFunction.Modulo when divides => (left % right + right) % right,
            PointwiseFunction.Remainder when divides => left % right,
            PointwiseFunction.Minimum => Math.Min(left, right),
            PointwiseFunction.Maximum => Math.Max(left, right),
            PointwiseFunction.Equal => left == right ? 1 : 0,
            PointwiseFunction.Less => left < right ? 1 : 0,
            PointwiseFunction.LessOrEqual => left <= right ? 1 : 0,
            PointwiseFunction.Greater => left > right ? 1 : 0,
            PointwiseFunction.GreaterOrEqual => left >= right ? 1 : 0,
            _ => null,
        };
    }

    private static double? Number(PointwiseFunction function, double left, double? other)
    {
        if (other is not { } right)
            return function switch
            {
                PointwiseFunction.Cast => left,
                PointwiseFunction.Negate => -left,
                PointwiseFunction.Abs => Math.Abs(left),
                PointwiseFunction.Ceiling => Math.Ceiling(left),
                PointwiseFunction.Floor => Math.Floor(left),
                PointwiseFunction.Round => Math.Round(left, MidpointRounding.ToEven),
                PointwiseFunction.SquareRoot => Math.Sqrt(left),
                PointwiseFunction.Reciprocal => 1 / left,
                PointwiseFunction.Not => left == 0 ? 1 : 0,
                PointwiseFunction.Add or PointwiseFunction.Minimum or PointwiseFunction.Maximum or PointwiseFunction.Mean => left,
                _ => null,
            };
        return function switch
        {
            PointwiseFunction.Add => left + right,
            PointwiseFunction.Subtract => left - right,
            PointwiseFunction.Multiply => left * right,
            PointwiseFunction.Divide => left / right,
            PointwiseFunction.Power => Math.Pow(left, right),
            PointwiseFunction.Minimum => Math.Min(left, right),
            PointwiseFunction.Maximum => Math.Max(left, right),
            PointwiseFunction.Equal => left == right ? 1 : 0,
            PointwiseFunction.Less => left < right ? 1 : 0,
            PointwiseFunction.LessOrEqual => left <= right ? 1 : 0,
            PointwiseFunction.Greater => left > right ? 1 : 0,
            PointwiseFunction.GreaterOrEqual => left >= right ? 1 : 0,
            PointwiseFunction.And => left != 0 && right != 0 ? 1 : 0,
            PointwiseFunction.Or => left != 0 || right != 0 ? 1 : 0,
            PointwiseFunction.Xor => left != 0 != (right != 0) ? 1 : 0,
            _ => null,
        };
    }

    private static TTo[] Each<TFrom, TTo>(TFrom[] values, Func<TFrom, TTo> convert) => Array.ConvertAll(values, value => convert(value));
}
