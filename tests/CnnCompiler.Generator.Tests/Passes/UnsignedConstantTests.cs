using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using CnnCompiler.Generator.Passes;

namespace CnnCompiler.Generator.Tests.Passes;

/// <summary>Constants without a sign that are beyond the largest number with one are left to the generated code.</summary>
public sealed class UnsignedConstantTests
{
    private static readonly TensorType s_type = new(ElementType.UInt64, 2);
    private static readonly ConstantTensor s_large = ConstantTensor.Of(s_type, new ulong[] { 18_000_000_000_000_000_000, 1 });
    private static readonly ConstantTensor s_small = ConstantTensor.Of(s_type, new ulong[] { 5, 7 });

    [Theory]
    [InlineData(PointwiseFunction.Greater)]
    [InlineData(PointwiseFunction.Maximum)]
    [InlineData(PointwiseFunction.Divide)]
    public void OfTwo_AreFoldedBelowTheHighBitOnly(object function)
    {
        var op = new Pointwise((PointwiseFunction)function);
        var type = op.Infer([s_type, s_type]);
        Assert.Null(ConstantPointwise.Evaluate(op, type, [s_large, s_small]));
        Assert.NotNull(ConstantPointwise.Evaluate(op, type, [s_small, s_small]));
    }

    [Fact]
    public void Casts_AreFoldedBelowTheHighBitOnly()
    {
        var op = new Pointwise(PointwiseFunction.Cast) { Target = ElementType.Float32 };
        Assert.Null(ConstantPointwise.Evaluate(op, op.Infer([s_type]), [s_large]));
        Assert.Equal([5f, 7f], (float[])ConstantPointwise.Evaluate(op, op.Infer([s_type]), [s_small])!.Values);
    }

    [Fact]
    public void Extremes_AreFoldedBelowTheHighBitOnly()
    {
        var op = new Reduce(ReductionKind.Maximum, EquatableArray.Of(0), KeepsAxes: false);
        Assert.Null(ConstantReduction.Evaluate(op, op.Infer([s_type]), s_large));
        Assert.NotNull(ConstantReduction.Evaluate(op, op.Infer([s_type]), s_small));
    }
}
