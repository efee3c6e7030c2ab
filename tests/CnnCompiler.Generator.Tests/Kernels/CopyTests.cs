using CnnCompiler.Generator.Graph.Operators;
using static CnnCompiler.Generator.Tests.Kernels.TestTensor;

namespace CnnCompiler.Generator.Tests.Kernels;

/// <summary>Operators that move values without changing them, against ONNX Runtime.</summary>
public class CopyTests
{
    [Theory]
    [InlineData(0, 1, 2, 3)]
    [InlineData(0, 2, 3, 1)]
    [InlineData(3, 2, 1, 0)]
    [InlineData(1, 0, 2, 3)]
    [InlineData(2, 3, 0, 1)]
    public void Transpose_TakesAnyOrder(params int[] order)
    {
        new OnnxCase("Transpose").Operand(Floats(1, 2, 3, 4, 5)).With("perm", Wide(order)).Check(new Transpose(EquatableArray.Of(order)));
        new OnnxCase("Transpose").Operand(Booleans(1, 2, 1, 9, 10)).With("perm", Wide(order)).Check(new Transpose(EquatableArray.Of(order)));
    }

    [Fact]
    public void Slice_GoesForwardsAndBackwards()
    {
        new OnnxCase("Slice").Operand(Floats(1, 6, 7, 9)).Setting(List(1, 6, 0)).Setting(List(5, -8, 9)).Setting(List(0, 1, 2)).Setting(List(2, -3, 1))
            .Check(new Slice(Axes(1, 6, 0), Axes(2, -3, 1), Axes(2, 3, 9)));
        new OnnxCase("Slice").Operand(Longs(0, 99, 1, 20)).Setting(List(-3)).Setting(List(2)).Setting(List(0)).Setting(List(-2))
            .Check(new Slice(Axes(17), Axes(-2), Axes(8)));
        new OnnxCase("Slice").Operand(Floats(1, 4, 5)).Setting(List(3)).Setting(List(3)).Setting(List(1))
            .Check(new Slice(Axes(0, 3), Axes(1, 1), Axes(4, 0)));
    }

    [Fact]
    public void Expand_RepeatsAxesOfOneElement()
    {
        new OnnxCase("Expand").Operand(Floats(1, 3, 1)).Setting(List(2, 3, 12)).Check(new Expand(Axes(2, 3, 12)));
        new OnnxCase("Expand").Operand(Scalar(7)).Setting(List(4, 2)).Check(new Expand(Axes(4, 2)));
        new OnnxCase("Expand").Operand(Floats(1, 3, 1)).Setting(List(0, 1, 1)).Check(new Expand(Axes(0, 3, 1)));
    }

    [Fact]
    public void Tile_RepeatsEveryAxis()
    {
        new OnnxCase("Tile").Operand(Floats(1, 2, 3, 4)).Setting(List(2, 1, 3)).Check(new Tile(Axes(2, 1, 3)));
        new OnnxCase("Tile").Operand(Ints(0, 9, 1, 2, 3)).Setting(List(1, 0)).Check(new Tile(Axes(1, 0)));
        new OnnxCase("Tile").Operand(Doubles(1, 2, 3)).Setting(List(5, 5)).Check(new Tile(Axes(5, 5)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void ConcatAndSplit_WorkAlongAnyAxis(int axis)
    {
        int[] Shape(int length) => [.. Enumerable.Range(0, 3).Select(other => other == axis ? length : 4)];
        new OnnxCase("Concat").Operand(Floats(1, Shape(2))).Operand(Floats(2, Shape(5))).Operand(Floats(3, Shape(0))).Operand(Floats(4, Shape(1)))
            .With("axis", axis)
            .Check(new Concat(axis));
        new OnnxCase("Split").Operand(Floats(1, Shape(9))).Setting(List(2, 0, 6, 1)).With("axis", axis).Check(new Split(axis, Axes(2, 0, 6, 1)));
    }

    [Theory]
    [InlineData("constant", PadMode.Constant)]
    [InlineData("reflect", PadMode.Reflect)]
    [InlineData("edge", PadMode.Edge)]
    [InlineData("wrap", PadMode.Wrap)]
    internal void Pad_FillsEveryWay(string name, PadMode mode)
    {
        new OnnxCase("Pad").Operand(Floats(1, 2, 3, 5, 6)).Setting(List(0, 0, 2, 1, 0, 0, 1, 3)).With("mode", name)
            .Check(new Pad(Axes(0, 0, 2, 1), Axes(0, 0, 1, 3), mode));
        new OnnxCase("Pad").Operand(Longs(0, 9, 1, 3, 5)).Setting(List(1, -1, 2, -2)).With("mode", name).Check(new Pad(Axes(1, -1), Axes(2, -2), mode));
        new OnnxCase("Pad").Operand(Floats(1, 6)).Setting(List(0, 0)).With("mode", name).Check(new Pad(Axes(0), Axes(0), mode));
    }

    [Fact]
    public void Pad_TakesItsValueFromAnOperand()
    {
        new OnnxCase("Pad").Operand(Floats(1, 3, 4)).Setting(List(1, 0, 0, 2)).Operand(Scalar(1.5f)).Check(new Pad(Axes(1, 0), Axes(0, 2), PadMode.Constant));
        new OnnxCase("Pad").Operand(Floats(1, 0, 4)).Setting(List(1, 0, 1, 0)).Operand(Scalar(1.5f)).Check(new Pad(Axes(1, 0), Axes(1, 0), PadMode.Constant));
    }

    [Fact]
    public void Pad_ReflectsFartherThanItsInputIsLong() =>
        Assert.Equal(
            Of([3, 2, 1, 2, 3, 2, 1, 2, 3, 2, 1], 11).Bytes,
            KernelHarness.Run(new Pad(Axes(4), Axes(4), PadMode.Reflect), Of([3, 2, 1], 3))[0]);

    [Theory]
    [InlineData("DCR", true)]
    [InlineData("CRD", false)]
    public void DepthToSpace_KnowsBothOrders(string mode, bool blocksFirst) =>
        new OnnxCase("DepthToSpace").Operand(Floats(1, 2, 18, 3, 2)).With("blocksize", 3).With("mode", mode).Check(new DepthToSpace(3, blocksFirst));

    [Fact]
    public void SpaceToDepth_IsOnnxRuntimes() =>
        new OnnxCase("SpaceToDepth").Operand(Floats(1, 2, 3, 4, 6)).With("blocksize", 2).Check(new SpaceToDepth(2));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Gather_TakesIndicesOfAnySign(int axis)
    {
        new OnnxCase("Gather").Operand(Floats(1, 3, 4, 5)).Operand(Longs(-3, 3, 2, 2, 3)).With("axis", axis).Check(new Gather(axis));
        new OnnxCase("Gather").Operand(Floats(1, 3, 4, 5)).Operand(Scalar(-1)).With("axis", axis).Check(new Gather(axis));
        new OnnxCase("Gather").Operand(Floats(1, 3, 4, 5)).Operand(Ints(0, 3, 2, 0)).With("axis", axis).Check(new Gather(axis));
        new OnnxCase("GatherElements").Operand(Floats(1, 3, 4, 5)).Operand(Longs(-3, 3, 2, 3, 2, 5)).With("axis", axis).Check(new GatherElements(axis));
    }

    [Fact]
    public void Gather_OutsideThrows()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => KernelHarness.Run(new Gather(0), Floats(1, 3, 2), List(0, 3)));
        Assert.Contains("from -3 to 2", error.Message, StringComparison.Ordinal);
    }

    private static EquatableArray<int> Axes(params int[] values) => EquatableArray.Of(values);

    private static long[] Wide(int[] values) => [.. values.Select(value => (long)value)];
}
