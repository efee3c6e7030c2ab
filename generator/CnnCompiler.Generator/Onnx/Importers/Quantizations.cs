using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;

namespace CnnCompiler.Generator.Onnx.Importers;

/// <summary>
/// Quantised values: rounded to whole numbers of 8 or 16 bits, made real again, and the operators that compute with them. Products are sums of whole numbers,
/// which float32 holds exactly below 2^24. The fast kernels take them as float32 where the result is quantised again; where it is not, only if they stay
/// below, or if the weights are too many for literals.
/// </summary>
internal static class Quantizations
{
    /// <summary>Products of two values of 8 bits, zero points taken away, whose sum float32 holds: 2^24 / 255^2.</summary>
    private const int MostExactProducts = 258;

    public static void Register(OperatorTable table)
    {
        table.Add("QuantizeLinear", Quantize);
        table.Add("DequantizeLinear", Dequantize);
        table.AddAll("DynamicQuantizeLinear", QuantizeDynamically);
        table.Add("QLinearConv", Convolve);
        table.Add("QLinearMatMul", Multiply);
        table.Add("ConvInteger", ConvolveIntegers);
        table.Add("MatMulInteger", MultiplyIntegers);
    }

    private static Value Quantize(ImportSite site)
    {
        var (x, scale, zero) = (site.Input(0), site.Input(1), site.Optional(2));
        if (x.Type.Element is not (ElementType.Float32 or ElementType.Int32))
            throw new OnnxException($"expected real values or int32 to quantise; found {x.Type}");
        var target = zero?.Type.Element ?? (site.Integer("output_dtype", 0) is not 0 and var type ? Arithmetic.Target(type) : ElementType.UInt8);
        var op = new QuantizeLinear(RequireSmall(target), Scales(site, x, scale));
        return zero is null ? site.Add(op, x, scale) : site.Add(op, x, scale, zero);
    }

    private static Value Dequantize(ImportSite site)
    {
        var (x, scale, zero) = (site.Input(0), site.Input(1), site.Optional(2));
        if (x.Type.Element != ElementType.Int32)
            RequireSmall(x.Type.Element);
        if (scale.Type.Element != ElementType.Float32 || (zero is not null && zero.Type.Element != x.Type.Element))
            throw new OnnxException($"expected float scales and zero points of the type of {x.Type}; found {scale.Type}{(zero is null ? "" : $" and {zero.Type}")}");
        var op = new DequantizeLinear(Scales(site, x, scale));
        return zero is null ? site.Add(op, x, scale) : site.Add(op, x, scale, zero);
    }

    private static QuantizationScales Scales(ImportSite site, Value x, Value scale)
    {
        if (scale.Type.Length == 1 && scale.Type.Rank <= 1)
            return QuantizationScales.Single;
        int axis = ImportSite.Axis(site.Integer("axis", 1), x.Type.Rank);
        int block = ImportSite.Small(site.Integer("block_size", 0), "block_size", 0);
        if (block > 0 && x.Type.Shape[axis] % block != 0)
            throw new UnsupportedException(FormattableString.Invariant($"its blocks of {block} do not divide the {x.Type.Shape[axis]} values along axis {axis}"));
        return new QuantizationScales(axis, block);
    }

    private static ElementType RequireSmall(ElementType type) => type is ElementType.Int8 or ElementType.UInt8 or ElementType.Int16 or ElementType.UInt16 ? type
        : throw new UnsupportedException($"values quantised to {type} cannot be computed with, only those of 8 and 16 bits");

    /// <summary>The scale and zero point come from the smallest and the largest value, zero among them.</summary>
    private static IReadOnlyList<Value> QuantizeDynamically(ImportSite site)
    {
        var x = site.Input(0);
        var axes = Enumerable.Range(0, x.Type.Rank).ToEquatableArray();
        var zero = ImportSite.Scalar(ElementType.Float32, 0);
        var steps = ImportSite.Scalar(ElementType.Float32, byte.MaxValue);
        var low = Apply(site, PointwiseFunction.Minimum, site.Add(new Reduce(ReductionKind.Minimum, axes, KeepsAxes: false), x), zero);
        var high = Apply(site, PointwiseFunction.Maximum, site.Add(new Reduce(ReductionKind.Maximum, axes, KeepsAxes: false), x), zero);
        var range = Apply(site, PointwiseFunction.Subtract, high, low);
        // Zeros alone have no range; any scale serves them.
        var scale = Apply(
            site, PointwiseFunction.Where, Apply(site, PointwiseFunction.Equal, range, zero), ImportSite.Scalar(ElementType.Float32, 1), Apply(site, PointwiseFunction.Divide, range, steps));
        var start = Apply(site, PointwiseFunction.Divide, Apply(site, PointwiseFunction.Subtract, zero, low), scale);
        var op = new QuantizeLinear(ElementType.UInt8, QuantizationScales.Single);
        var zeroPoint = site.Add(op, start, ImportSite.Scalar(ElementType.Float32, 1));
        return [site.Add(op, x, scale, zeroPoint), scale, zeroPoint];
    }

    private static Value Convolve(ImportSite site)
    {
        var (x, kernels, bias) = (site.Input(0), site.Input(3), site.Optional(8));
        var (scale, target) = (Rescale(site, site.Input(1), site.Input(4), site.Input(6)), site.Input(7));
        var sums = Convolutions.Convolve(
            site, Real(site, x, site.Input(2), 1), Real(site, kernels, site.Input(5), 0), bias is null ? null : Real(site, bias, null, 0), exact: true);
        return Requantize(site, sums, 1, scale, target);
    }

    private static Value Multiply(ImportSite site)
    {
        var (a, b) = (site.Input(0), site.Input(3));
        if (site.Input(1).Type.Length > 1)
            throw new UnsupportedException("its first operand has a scale for each row, where one scale for all is supported");
        var scale = Rescale(site, site.Input(1), site.Input(4), site.Input(6));
        var sums = Products.MatMul(
            site, Real(site, a, site.Input(2), Math.Max(0, a.Type.Rank - 2)), Real(site, b, site.Input(5), b.Type.Rank - 1));
        return Requantize(site, sums, sums.Type.Rank - 1, scale, site.Input(7));
    }

    private static Value ConvolveIntegers(ImportSite site)
    {
        var (x, kernels, xZero, zero) = (site.Input(0), site.Input(1), site.Optional(2), site.Optional(3));
        if (IsExact(kernels, kernels.Type.Rank == 0 ? 0 : kernels.Type.Length / Math.Max(1, kernels.Type.Shape[0])))
            return Whole(site, Convolutions.Convolve(site, Real(site, x, xZero, 1), Real(site, kernels, zero, 0), null, exact: true));
        return Convolutions.Convolve(site, Centred(site, x, xZero, 1), Centred(site, kernels, zero, 0), null);
    }

    private static Value MultiplyIntegers(ImportSite site)
    {
        var (a, b, aZero, zero) = (site.Input(0), site.Input(1), site.Optional(2), site.Optional(3));
        var (rows, columns) = (Math.Max(0, a.Type.Rank - 2), Math.Max(0, b.Type.Rank - 1));
        if (IsExact(b, a.Type.Rank == 0 ? 0 : a.Type.Shape[a.Type.Rank - 1]))
            return Whole(site, Products.MatMul(site, Real(site, a, aZero, rows), Real(site, b, zero, columns)));
        return Products.MatMul(site, Centred(site, a, aZero, rows), Centred(site, b, zero, columns));
    }

    /// <summary>Whether sums of so many products with some weights are taken as float32: they are exact, or the weights are too many to be literals.</summary>
    private static bool IsExact(Value weights, int products) =>
        weights.IsConstant && (products <= MostExactProducts || weights.Type.Length > Weights.LiteralTensor.MaxLength);

    private static Value Whole(ImportSite site, Value sums) => site.Add(new Pointwise(PointwiseFunction.Cast) { Target = ElementType.Int32 }, sums);

    /// <summary>The values without their zero point, as float32.</summary>
    private static Value Real(ImportSite site, Value values, Value? zero, int axis)
    {
        bool perAxis = zero is not null && zero.Type.Length > 1;
        var scales = perAxis ? new QuantizationScales(axis, 0) : QuantizationScales.Single;
        var one = ImportSite.Literal(ConstantTensor.Fill(perAxis ? new TensorType(ElementType.Float32, zero!.Type.Length) : new TensorType(ElementType.Float32), 1));
        return zero is null ? site.Add(new DequantizeLinear(scales), values, one) : site.Add(new DequantizeLinear(scales), values, one, zero);
    }

    /// <summary>The values without their zero point, as int32.</summary>
    private static Value Centred(ImportSite site, Value values, Value? zero, int axis)
    {
        var whole = site.Add(new Pointwise(PointwiseFunction.Cast) { Target = ElementType.Int32 }, values);
        if (zero is null)
            return whole;
        var start = site.Add(new Pointwise(PointwiseFunction.Cast) { Target = ElementType.Int32 }, zero);
        bool perAxis = start.Type.Length > 1;
        start = site.Reshape(start, perAxis ? [start.Type.Length, .. Enumerable.Repeat(1, values.Type.Rank - 1 - axis)] : []);
        return Apply(site, PointwiseFunction.Subtract, whole, start);
    }

    private static Value Rescale(ImportSite site, Value left, Value right, Value result) =>
        Apply(site, PointwiseFunction.Divide, Apply(site, PointwiseFunction.Multiply, left, right), result);

    /// <summary>The sums times a scale, or one for each place along an axis, as whole numbers of the result's type.</summary>
    private static Value Requantize(ImportSite site, Value sums, int axis, Value scale, Value zero)
    {
        bool perAxis = scale.Type.Length > 1;
        var target = RequireSmall(zero.Type.Element);
        if (zero.Type.Length != 1)
            throw new UnsupportedException("its result has several zero points, where one for all is supported");
        if (perAxis)
            zero = site.Add(new Expand(EquatableArray.Of(scale.Type.Length)), site.Reshape(zero, 1));
        return site.Add(
            new QuantizeLinear(target, perAxis ? new QuantizationScales(axis, 0) : QuantizationScales.Single) { Multiplies = true }, sums, scale, zero);
    }

    private static Value Apply(ImportSite site, PointwiseFunction function, params Value[] operands) => site.Add(new Pointwise(function), operands);
}
