using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Onnx;
using CnnCompiler.Generator.Passes;
using static CnnCompiler.Generator.Tests.Onnx.OnnxBytes;

namespace CnnCompiler.Generator.Tests.Onnx;

/// <summary>Passes on graphs as exporters write them: bytes in, printed graph out.</summary>
public class ImportedPassTests
{
    [Fact]
    public void MatMulAndAdd_BecomeOneDenseLayer() => Equal(
        """
        input x: float32[1x6]
        %1: float32[1x4] = Convolution 1x1(x, transpose(w[6x4], 1,0) as [4x6x1x1], b[4])
        output %1
        """,
        Node("MatMul", ["x", "w"], ["m"]), Node("Add", ["b", "m"], ["y"]),
        Floats("w", [6, 4], Ramp(24)), Floats("b", [4], Ramp(4)), Input("x", 1, 6), Output("y", 1, 4));

    [Fact]
    public void FactorsAndSummands_GoIntoTheConvolutionBefore() => Equal(
        """
        input x: float32[1x2x5x5]
        %3: float32[1x3x3x3] = Convolution 3x3(x, (k[3x2x3x3] * repeat(literal[], 3)), (((b[3] * repeat(literal[], 3)) + s[3x1x1] as [3]) + (repeat(literal[], 3) * -1f)))
        output %3
        """,
        Node("Conv", ["x", "k", "b"], ["c"]), Node("Mul", ["c", "two"], ["d"]), Node("Add", ["d", "s"], ["e"]), Node("Sub", ["e", "two"], ["y"]),
        Floats("k", [3, 2, 3, 3], Ramp(54)), Floats("b", [3], Ramp(3)), Floats("two", [], 2), Floats("s", [3, 1, 1], Ramp(3)), Input("x", 1, 2, 5, 5), Output("y", 1, 3, 3, 3));

    [Fact]
    public void SummandsThatDifferAlongRows_StayApart() => Equal(
        """
        input x: float32[1x2x3x3]
        %0: float32[1x3x3x3] = Convolution 1x1(x, k[3x2x1x1])
        %1: float32[1x3x3x3] = Add(%0, s[3x1])
        output %1
        """,
        Node("Conv", ["x", "k"], ["c"]), Node("Add", ["c", "s"], ["y"]),
        Floats("k", [3, 2, 1, 1], Ramp(6)), Floats("s", [3, 1], Ramp(3)), Input("x", 1, 2, 3, 3), Output("y", 1, 3, 3, 3));

    [Theory]
    [InlineData("Add", "c", "x")]
    [InlineData("Add", "x", "c")]
    [InlineData("Sum", "x", "c")]
    public void SumOfTwoMaps_IsTakenByTheConvolutionThatMakesOne(string type, string left, string right) => Equal(
        """
        input x: float32[1x2x5x5]
        %2: float32[1x2x5x5] = Convolution 3x3 pads 1,1,1,1 + Add + Clip 0 6(x, k[2x2x3x3], x)
        output %2
        """,
        Node("Conv", ["x", "k"], ["c"], Ints("pads", 1, 1, 1, 1)), Node(type, [left, right], ["s"]),
        Node("Clip", ["s"], ["y"], Real("min", 0), Real("max", 6)),
        Floats("k", [2, 2, 3, 3], Ramp(36)), Input("x", 1, 2, 5, 5), Output("y", 1, 2, 5, 5));

    [Fact]
    public void TransposesThatUndoOneAnother_AreGone() => Equal(
        """
        input x: float32[1x2x3x4]
        %2: float32[1x2x3x4] = ReLU(x)
        output %2
        """,
        Node("Transpose", ["x"], ["a"], Ints("perm", 0, 2, 3, 1)), Node("Transpose", ["a"], ["b"], Ints("perm", 0, 3, 1, 2)), Node("Relu", ["b"], ["y"]),
        Input("x", 1, 2, 3, 4), Output("y", 1, 2, 3, 4));

    [Fact]
    public void ViewsOfViews_AreOne_AndIdentitiesAreGone() => Equal(
        """
        input x: float32[2x3x4]
        %3: float32[24] = Reshape(x)
        %4: float32[24] = Exp(%3)
        output %4
        """,
        Node("Unsqueeze", ["x"], ["a"], Ints("axes", 0)), Node("Identity", ["a"], ["b"]), Node("Flatten", ["b"], ["c"], Int("axis", 0)),
        Node("Squeeze", ["c"], ["d"], Ints("axes", 0)), Node("Exp", ["d"], ["y"]),
        Input("x", 2, 3, 4), Output("y", 24));

    [Fact]
    public void DenseBehindATransposedMap_TransposesItsWeights() => Equal(
        """
        input x: float32[1x2x3x4]
        %2: float32[1x5] = Convolution 3x4(x, transpose(w[5x24] as [5x3x4x2], 0,3,1,2) as [5x2x3x4])
        output %2
        """,
        Node("Transpose", ["x"], ["a"], Ints("perm", 0, 2, 3, 1)), Node("Flatten", ["a"], ["b"]), Node("Gemm", ["b", "w"], ["y"], Int("transB", 1)),
        Floats("w", [5, 24], Ramp(120)), Input("x", 1, 2, 3, 4), Output("y", 1, 5));

    [Fact]
    public void SameNodes_AreComputedOnce() => Equal(
        """
        input x: float32[3]
        %0: float32[3] = Exp(x)
        %2: float32[3] = Multiply(%0, literal[])
        %4: float32[3] = Subtract(%2, %2)
        output %4
        """,
        Node("Exp", ["x"], ["a"]), Node("Exp", ["x"], ["b"]), Node("Mul", ["a", "two"], ["c"]), Node("Mul", ["b", "too"], ["d"]), Node("Sub", ["c", "d"], ["y"]),
        Floats("two", [], 2), Floats("too", [], 2), Input("x", 3), Output("y", 3));

    [Fact]
    public void Clip_IsFusedIntoTheConvolution() => Equal(
        """
        input x: float32[1x2x3x3]
        %1: float32[1x3x3x3] = Convolution 1x1 + Clip 0 6(x, k[3x2x1x1])
        output %1
        """,
        Node("Conv", ["x", "k"], ["c"]), Node("Clip", ["c"], ["y"], Real("min", 0), Real("max", 6)),
        Floats("k", [3, 2, 1, 1], Ramp(6)), Input("x", 1, 2, 3, 3), Output("y", 1, 3, 3, 3));

    [Fact]
    public void ZerosAround_BecomeTheConvolutionsPadding() => Equal(
        """
        input x: float32[1x2x4x4]
        %1: float32[1x3x4x3] = Convolution 3x3 pads 1,0,1,1(x, k[3x2x3x3])
        output %1
        """,
        Node("Pad", ["x"], ["p"], Ints("pads", 0, 0, 1, 0, 0, 0, 1, 1)), Node("Conv", ["p", "k"], ["y"]),
        Floats("k", [3, 2, 3, 3], Ramp(54)), Input("x", 1, 2, 4, 4), Output("y", 1, 3, 4, 3));

    [Fact]
    public void NormalisationWithNothingBefore_GoesIntoTheConvolutionBehind() => Equal(
        """
        input x: float32[1x2x4x4]
        %1: float32[1x3x2x2] = Convolution 3x3(x, (k[3x2x3x3] * inputs scale(s[2], s[2])), bias(shift(s[2], s[2], scale(s[2], s[2])), k[3x2x3x3]))
        output %1
        """,
        Node("BatchNormalization", ["x", "s", "s", "s", "s"], ["n"]), Node("Conv", ["n", "k"], ["y"]),
        Floats("s", [2], 1, 2), Floats("k", [3, 2, 3, 3], Ramp(54)), Input("x", 1, 2, 4, 4), Output("y", 1, 3, 2, 2));

    [Fact]
    public void ShapeArithmetic_Vanishes() => Equal(
        """
        input x: float32[1x2x3x4]
        %0: float32[1x24] = Reshape(x)
        output %0
        """,
        Node("Shape", ["x"], ["s"]), Node("Gather", ["s", "zero"], ["n"], Int("axis", 0)), Node("Unsqueeze", ["n"], ["u"], Ints("axes", 0)),
        Node("Concat", ["u", "rest"], ["shape"], Int("axis", 0)), Node("Reshape", ["x", "shape"], ["y"]),
        Bytes(5, Tensor("zero", OnnxBytes.Int64, [], new byte[8])), Longs("rest", -1), Input("x", "batch", 2, 3, 4), Output("y", "batch", 24));

    private static void Equal(string expected, params byte[][] graph)
    {
        var import = GraphImporter.Import(OnnxReader.Read(new MemoryStream(Model(10, graph)), "model.onnx"), new Dictionary<string, int>());
        Assert.Empty(import.Problems);
        Assert.Equal(expected.ReplaceLineEndings("\n"), GraphPrinter.Print(PassPipeline.Run(import.Graph!)).TrimEnd('\n'));
    }
}
