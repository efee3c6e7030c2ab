using CnnCompiler.Oracle.Models;
using CnnCompiler.Oracle.Onnx;
using CnnCompiler.Testing.Models;
using Google.Protobuf;
using static CnnCompiler.Conformance.Tests.OnnxText;

namespace CnnCompiler.Conformance.Tests;

/// <summary>The search for the first node that differs, on models of which one operator is computed wrongly on purpose.</summary>
public sealed class NodeSearchTests
{
    private static readonly ModelProto s_model = Model(
        Node("a = Mul(x, two)"), Node("b = Relu(a)"), Node("c = Neg(x)"), Node("d = Exp(c)"), Node("e = Add(b, d)"), Node("f = Sqrt(e)"), Node("g = Tanh(d)"), Node("y = Sub(f, g)"))
        .Input("x", 3).Constant("two", [2], 1).Output("y", 3);

    private static readonly Dictionary<string, TensorData> s_inputs = new() { ["x"] = Floats([0.5f, -1, 2], 3) };

    [Theory]
    [InlineData("Mul", "Div", "Mul 'node a', in its value 'a'")]
    [InlineData("Relu", "Neg", "Relu 'node b', in its value 'b'")]
    [InlineData("Exp", "Sin", "Exp 'node d', in its value 'd'")]
    [InlineData("Sqrt", "Abs", "Sqrt 'node f', in its value 'f'")]
    [InlineData("Tanh", "Abs", "Tanh 'node g', in its value 'g'")]
    [InlineData("Sub", "Add", "Sub 'node y', in its value 'y'")]
    public void Find_NamesTheNode(string type, string wrong, string found)
    {
        string report = Search(cut =>
        {
            foreach (var node in cut.Graph.Node.Where(node => node.OpType == type))
                node.OpType = wrong;
        });
        Assert.Contains(found, report);
        Assert.Contains("expected", report);
    }

    [Fact]
    public void Find_SaysWhereNoCutModelDiffers() => Assert.Contains("only the model as a whole differs", Search(_ => { }));

    private static string Search(Action<ModelProto> spoil) => new NodeSearch(s_model, s_model, s_inputs, 1e-4, cut =>
    {
        spoil(cut);
        return OnnxReference.Run(cut.ToByteArray(), s_inputs)[0];
    }).Find("y");
}
