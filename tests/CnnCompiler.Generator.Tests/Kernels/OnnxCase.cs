using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using CnnCompiler.Oracle.Models;
using CnnCompiler.Oracle.Onnx;
using Google.Protobuf;

namespace CnnCompiler.Generator.Tests.Kernels;

/// <summary>One ONNX node with its inputs and attributes, which ONNX Runtime computes as the truth for a kernel.</summary>
internal sealed class OnnxCase(string type, int opset = 21)
{
    private readonly NodeProto _node = new() { OpType = type };
    private readonly List<TensorData> _operands = [];
    private readonly List<(string Name, TensorData Data)> _inputs = [];

    /// <summary>An input that is an operand of our operator too.</summary>
    public OnnxCase Operand(TensorData data)
    {
        _operands.Add(data);
        return Setting(data);
    }

    /// <summary>An input that our operator holds as a setting.</summary>
    public OnnxCase Setting(TensorData data)
    {
        string name = "input" + _inputs.Count;
        _inputs.Add((name, data));
        _node.Input.Add(name);
        return this;
    }

    /// <summary>An optional input that is left out.</summary>
    public OnnxCase Absent()
    {
        _node.Input.Add("");
        return this;
    }

    public OnnxCase With(string name, long value) => With(new AttributeProto { Name = name, I = value, Type = AttributeProto.Types.AttributeType.Int });

    public OnnxCase With(string name, float value) => With(new AttributeProto { Name = name, F = value, Type = AttributeProto.Types.AttributeType.Float });

    public OnnxCase With(string name, string value) =>
        With(new AttributeProto { Name = name, S = ByteString.CopyFromUtf8(value), Type = AttributeProto.Types.AttributeType.String });

    public OnnxCase With(string name, params long[] values) =>
        With(new AttributeProto { Name = name, Ints = { values }, Type = AttributeProto.Types.AttributeType.Ints });

    /// <summary>Compares an operator's kernel with ONNX Runtime.</summary>
    /// <param name="op">The operator that should compute the same.</param>
    /// <param name="tolerance">The difference that is allowed, relative to values above 1; whole numbers agree exactly.</param>
    public void Check(Operator op, double tolerance = 2e-6)
    {
        var node = KernelHarness.NodeOf(op, _operands);
        var actual = KernelHarness.Run(op, [.. _operands]);
        var expected = Reference(node.Outputs.Count);
        for (int output = 0; output < actual.Count; output++)
        {
            Assert.Equal(expected[output].Shape, node.Outputs[output].Type.Shape);
            Assert.Equal(TestTensor.TypeOf(expected[output]), node.Outputs[output].Type);
            double[] truth = expected[output].ToDoubles();
            double[] ours = new TensorData(expected[output].ElementType, expected[output].Shape, actual[output]).ToDoubles();
            for (int index = 0; index < truth.Length; index++)
            {
                bool agrees = truth[index].Equals(ours[index]) || truth[index] == ours[index]
                    || Math.Abs(truth[index] - ours[index]) <= (node.Outputs[output].Type.Element is ElementType.Float32 or ElementType.Float64
                        ? tolerance * Math.Max(1, Math.Abs(truth[index])) : 0);
                Assert.True(agrees, $"{_node.OpType}: output {output} differs at {index}: ONNX Runtime {truth[index]:R}, ours {ours[index]:R}.\n{KernelHarness.Write(node)}");
            }
        }
    }

    private IReadOnlyList<TensorData> Reference(int outputs)
    {
        var graph = new GraphProto { Name = "case" };
        for (int output = 0; output < outputs; output++)
        {
            _node.Output.Add("output" + output);
            graph.Output.Add(new ValueInfoProto { Name = "output" + output });
        }
        foreach (var (name, data) in _inputs)
            graph.Initializer.Add(data.ToProto(name));
        graph.Node.Add(_node);
        var model = new ModelProto { IrVersion = 8, Graph = graph, OpsetImport = { new OperatorSetIdProto { Version = opset } } };
        return OnnxReference.Run(model.ToByteArray(), new Dictionary<string, TensorData>());
    }

    private OnnxCase With(AttributeProto attribute)
    {
        _node.Attribute.Add(attribute);
        return this;
    }
}
