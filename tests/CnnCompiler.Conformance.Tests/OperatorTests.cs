using System.Runtime.InteropServices;
using CnnCompiler.Oracle.Models;
using CnnCompiler.Oracle.Onnx;
using CnnCompiler.Testing.Models;
using Google.Protobuf;

namespace CnnCompiler.Conformance.Tests;

/// <summary>Operators that the visible cases hold not at all or not in all their uses, each as a model of one node, against ONNX Runtime.</summary>
public sealed class OperatorTests
{
    private readonly GraphProto _graph = new() { Name = "operator" };
    private readonly NodeProto _node = new();

    [Theory]
    [InlineData("none")]
    [InlineData("add")]
    [InlineData("mul")]
    [InlineData("min")]
    [InlineData("max")]
    public void ScatterElementsAndSlices_ReduceInEveryWay(string reduction)
    {
        Input("x", 3, 4, 5).Constant([2, -1, 0, 1, 1, -3], 3, 2, 1).Input("updates", 3, 2, 1).Check("ScatterElements", 18, ("axis", 1), ("reduction", reduction));
        new OperatorTests().Input("x", 3, 4, 5).Constant([2, -1, 0, 1], 2, 2).Input("updates", 2, 5).Check("ScatterND", 18, ("reduction", reduction));
    }

    [Fact]
    public void GatherND_TakesBatches() => Input("x", 2, 3, 4, 5).Constant([2, 1, 0, -1, 1, 1], 2, 3, 1).Check("GatherND", 13, ("batch_dims", 1));

    [Theory]
    [InlineData("ij,jk->ik")]
    [InlineData("ij,jk")]
    [InlineData("...ij,...jk->...ik")]
    [InlineData("ji,jk->")]
    [InlineData("ij,jk->kji")]
    [InlineData("aj , jb -> ab")]
    public void Einsum_MultipliesMatrices(string equation) => Input("a", 4, 4).Input("b", 4, 4).Check("Einsum", 12, ("equation", equation));

    [Theory]
    [InlineData("ii->i")]
    [InlineData("ii")]
    [InlineData("...i->...")]
    public void Einsum_TakesDiagonalsAndSums(string equation) => Input("a", 5, 5).Check("Einsum", 12, ("equation", equation));

    [Fact]
    public void Einsum_TakesAttention() => Input("q", 2, 3, 4, 5).Input("k", 2, 6, 4, 5).Check("Einsum", 12, ("equation", "bqhc,bkhc->bhqk"));

    [Theory]
    [InlineData("linear", "zeros", 0)]
    [InlineData("linear", "border", 1)]
    [InlineData("linear", "reflection", 0)]
    [InlineData("nearest", "reflection", 1)]
    [InlineData("nearest", "border", 0)]
    [InlineData("cubic", "zeros", 1)]
    [InlineData("cubic", "border", 0)]
    [InlineData("cubic", "reflection", 0)]
    public void GridSample_TakesPlacesInsideAndOutside(string mode, string padding, int corners) =>
        Input("images", 2, 3, 5, 6).Input("grid", 2, 7, 4, 2).Check("GridSample", 20, ("mode", mode), ("padding_mode", padding), ("align_corners", corners));

    [Fact]
    public void GridSample_TakesVolumes() =>
        Input("images", 1, 2, 3, 4, 5).Input("grid", 1, 2, 3, 4, 3).Check("GridSample", 20, ("mode", "linear"), ("padding_mode", "border"));

    [Theory]
    [InlineData(10, "avg", 0)]
    [InlineData(16, "avg", 2)]
    [InlineData(16, "max", 2)]
    [InlineData(16, "avg", 0)]
    public void RoiAlign_Samples(int opset, string mode, int samples) =>
        Input("x", 2, 3, 9, 8).Constant([0f, 0, 5, 5, 2.5f, 1, 7.5f, 8, -3, -2, 30, 11], 3, 4).Constant([1, 0, 1], 3)
            .Check("RoiAlign", opset, ("output_height", 3), ("output_width", 2), ("sampling_ratio", samples), ("mode", mode), ("spatial_scale", 0.75f));

    [Fact]
    public void MaxRoiPool_TakesTheLargestOfEachCell() =>
        Input("x", 2, 3, 9, 8).Constant([1f, 0, 0, 5, 5, 0, 2, 1, 7, 8], 2, 5).Check("MaxRoiPool", 9, ("pooled_shape", new long[] { 2, 3 }), ("spatial_scale", 0.5f));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void DeformConv_MovesItsTaps(int offsetGroups) =>
        Input("x", 2, 4, 6, 7).Input("w", 6, 2, 3, 3).Input("offset", 2, offsetGroups * 18, 3, 4).Input("b", 6).Input("mask", 2, offsetGroups * 9, 3, 4)
            .Check("DeformConv", 19, ("pads", new long[] { 1, 1, 1, 1 }), ("strides", new long[] { 2, 2 }), ("group", 2), ("offset_group", offsetGroups));

    [Fact]
    public void Col2Im_AddsWhatOverlaps() => Input("columns", 2, 12, 20).Constant([5, 5], 2).Constant([2, 2], 2)
        .Check("Col2Im", 18, ("pads", new long[] { 0, 1, 0, 0 }), ("dilations", new long[] { 1, 1 }));

    [Theory]
    [InlineData(7, 2)]
    [InlineData(4, 9)]
    [InlineData(5, 6)]
    public void CenterCropPad_CutsAndFills(int height, int width) => Input("x", 3, 5, 6).Constant([height, width], 2).Check("CenterCropPad", 18, ("axes", new long[] { 1, -1 }));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void AffineGrid_MovesPlaces(int corners) => Input("theta", 2, 2, 3).Constant([2, 1, 3, 5], 4).Check("AffineGrid", 20, ("align_corners", corners));

    [Fact]
    public void AffineGrid_TakesVolumes() => Input("theta", 1, 3, 4).Constant([1, 2, 3, 5, 2], 5).Check("AffineGrid", 20);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, -2)]
    public void Trilu_KeepsATriangle(int upper, int diagonal) => Input("x", 2, 4, 6).Scalar(diagonal).Check("Trilu", 14, ("upper", upper));

    [Fact]
    public void ReverseSequence_TurnsWhatIsThere() =>
        Input("x", 4, 3, 2).Constant([4, 1, 2], 3).Check("ReverseSequence", 10, ("time_axis", 0), ("batch_axis", 1));

    [Fact]
    public void Compress_KeepsSlices() => Input("x", 3, 4).Booleans(true, false, true).Check("Compress", 11, ("axis", 1));

    [Fact]
    public void MaxUnpool_PutsValuesBack() => Input("x", 1, 1, 2, 2).Constant([5, 7, 13, 15], 1, 1, 2, 2)
        .Check("MaxUnpool", 11, ("kernel_shape", new long[] { 2, 2 }), ("strides", new long[] { 2, 2 }));

    private OperatorTests Input(string name, params int[] shape)
    {
        var port = new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = 1 } } };
        port.Pin(shape);
        _graph.Input.Add(port);
        _node.Input.Add(name);
        return this;
    }

    private OperatorTests Constant(long[] values, params long[] shape) => Add(7, MemoryMarshal.AsBytes(values.AsSpan()).ToArray(), shape);

    private OperatorTests Constant(float[] values, params long[] shape) => Add(1, MemoryMarshal.AsBytes(values.AsSpan()).ToArray(), shape);

    private OperatorTests Scalar(long value) => Constant([value]);

    private OperatorTests Booleans(params bool[] values) => Add(9, [.. values.Select(value => (byte)(value ? 1 : 0))], values.Length);

    private OperatorTests Add(int type, byte[] values, params long[] shape)
    {
        var tensor = new TensorProto { Name = "constant" + _graph.Initializer.Count, DataType = type, Dims = { shape }, RawData = ByteString.CopyFrom(values) };
        _graph.Initializer.Add(tensor);
        _node.Input.Add(tensor.Name);
        return this;
    }

    private void Check(string op, int opset, params (string Name, object Value)[] attributes)
    {
        _node.OpType = op;
        _node.Output.Add("y");
        foreach (var (name, value) in attributes)
            _node.Attribute.Add(value switch
            {
                int number => new AttributeProto { Name = name, I = number, Type = AttributeProto.Types.AttributeType.Int },
                float number => new AttributeProto { Name = name, F = number, Type = AttributeProto.Types.AttributeType.Float },
                long[] list => new AttributeProto { Name = name, Ints = { list }, Type = AttributeProto.Types.AttributeType.Ints },
                _ => new AttributeProto { Name = name, S = ByteString.CopyFromUtf8((string)value), Type = AttributeProto.Types.AttributeType.String },
            });
        _graph.Node.Add(_node);
        _graph.Output.Add(new ValueInfoProto { Name = "y", Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = 1 } } });
        var model = new ModelProto { IrVersion = 8, Graph = _graph, OpsetImport = { new OperatorSetIdProto { Version = opset } } };
        foreach (int seed in new[] { 1, 2 })
        {
            var report = ModelVerifier.Compare(model.ToByteArray(), new VerificationOptions { Seed = seed, Tolerance = 1e-5 });
            Assert.True(report.Agrees, report.ToString());
        }
    }
}
