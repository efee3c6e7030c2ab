using CnnCompiler.Conformance.Cases;
using CnnCompiler.Oracle.Models;
using CnnCompiler.Oracle.Onnx;
using Google.Protobuf;
using static CnnCompiler.Conformance.Tests.OnnxText;

namespace CnnCompiler.Conformance.Tests;

/// <summary>How a case becomes a model that can be compiled.</summary>
public sealed class TestCaseTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("cases");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void WeightsAndShapes_BecomeConstants_AndDataDoesNot()
    {
        var model = Model(Node("a = Conv(x, w)"), Node("b = Reshape(a, shape)"), Node("y = Add(b, z)")).Input("x", 1, 1, 2, 2).Input("w", 1, 1, 1, 1).LongInput("shape", 1)
            .Input("z", 4).Output("y", 4);
        var one = Assert.Single(TestCase.Read(Folder(
            model, [Floats([1, 2, 3, 4], 1, 1, 2, 2), Floats([2], 1, 1, 1, 1), Longs([4], 1), Floats([1, 1, 1, 1], 4)], [Floats([3, 5, 7, 9], 4)])));
        Assert.Equal(["x", "z"], one.Inputs.Keys);
        var rewritten = ModelProto.Parser.ParseFrom(one.Model);
        Assert.Equal(["x", "z"], rewritten.Graph.Input.Select(input => input.Name));
        Assert.Equal(["w", "shape"], rewritten.Graph.Initializer.Select(tensor => tensor.Name));
        var output = Assert.Single(OnnxReference.Run(one.Model, one.Inputs));
        Assert.Null(TensorComparison.Difference(one.Outputs[0]!, output));
    }

    [Fact]
    public void WhatAShapeIsComputedFrom_BecomesConstant_ButNotWhatOnlyGivesItsShape()
    {
        var model = Model(Node("s = Shape(x)"), Node("t = Mul(s, factor)"), Node("y = Expand(x, t)")).Input("x", 2).LongInput("factor", 1).Output("y", 4);
        Assert.Equal(["factor"], ConstantInputs.Of(model));
    }

    [Fact]
    public void BatchNormalizationInTraining_KeepsItsParametersAtRunTime()
    {
        var node = Node("y, m, v = BatchNormalization(x, s, b, mean, var)");
        var model = Model(node).Input("x", 1, 2).Input("s", 2).Input("b", 2).Input("mean", 2).Input("var", 2);
        Assert.Equal(4, ConstantInputs.Of(model).Count);
        node.Attribute.Add(new AttributeProto { Name = "training_mode", I = 1, Type = AttributeProto.Types.AttributeType.Int });
        Assert.Empty(ConstantInputs.Of(model));
    }

    [Fact]
    public void FreeAxes_ArePinnedToTheData()
    {
        var model = Model(Node("y = Relu(x)")).Input("x", 1).Output("y", 1);
        model.Graph.Input[0].Type.TensorType.Shape.Dim[0].DimParam = "N";
        var one = Assert.Single(TestCase.Read(Folder(model, [Floats([1, 2, 3], 3)], [Floats([1, 2, 3], 3)])));
        Assert.Equal(3, ModelProto.Parser.ParseFrom(one.Model).Graph.Input[0].Type.TensorType.Shape.Dim[0].DimValue);
    }

    [Fact]
    public void InputWithoutAFile_IsLeftOut()
    {
        var model = Model(Node("y = Clip(x, low)")).Input("x", 1).Input("low").Output("y", 1);
        Assert.Equal(["x"], Assert.Single(TestCase.Read(Folder(model, [Floats([1], 1)], [Floats([1], 1)]))).Inputs.Keys);
    }

    [Fact]
    public void CaseWithoutData_IsRefused()
    {
        File.WriteAllBytes(Path.Combine(_directory.FullName, "model.onnx"), Model(Node("y = Relu(x)")).ToByteArray());
        Assert.Throws<InvalidDataException>(() => TestCase.Read(_directory.FullName));
    }

    private string Folder(ModelProto model, TensorData[] inputs, TensorData[] outputs)
    {
        var set = _directory.CreateSubdirectory("test_small").CreateSubdirectory("test_data_set_0");
        File.WriteAllBytes(Path.Combine(set.Parent!.FullName, "model.onnx"), model.ToByteArray());
        for (int index = 0; index < inputs.Length; index++)
            File.WriteAllBytes(Path.Combine(set.FullName, $"input_{index}.pb"), inputs[index].ToProto("").ToByteArray());
        for (int index = 0; index < outputs.Length; index++)
            File.WriteAllBytes(Path.Combine(set.FullName, $"output_{index}.pb"), outputs[index].ToProto("").ToByteArray());
        return set.Parent!.FullName;
    }
}
