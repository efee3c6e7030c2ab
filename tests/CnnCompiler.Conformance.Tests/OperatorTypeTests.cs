using CnnCompiler.Testing.Models;
using Element = CnnCompiler.Inference.TensorElementType;

namespace CnnCompiler.Conformance.Tests;

/// <summary>Operators on types that the standard does not define them for: a diagnostic says so, and nothing that C# refuses is generated.</summary>
public sealed class OperatorTypeTests
{
    [Theory]
    [InlineData("Not", Element.UInt8)]
    [InlineData("Not", Element.UInt64)]
    [InlineData("Exp", Element.Boolean)]
    [InlineData("Abs", Element.Boolean)]
    [InlineData("Relu", Element.Boolean)]
    [InlineData("ReduceMean", Element.Boolean)]
    [InlineData("BitwiseNot", Element.Float32)]
    [InlineData("DynamicQuantizeLinear", Element.Float64)]
    public void OfOneOperand_IsRefused(string type, Element element) => AssertRefused(new NodeModel(type, 18).Input("x", element, 2, 3));

    [Theory]
    [InlineData("And", Element.Int32)]
    [InlineData("Add", Element.Boolean)]
    [InlineData("BitwiseAnd", Element.Float32)]
    [InlineData("MatMulInteger", Element.Float64)]
    public void OfTwoOperands_IsRefused(string type, Element element) => AssertRefused(new NodeModel(type, 18).Input("x", element, 3, 3).Input("z", element, 3, 3));

    [Fact]
    public void BitShift_OfFloats_IsRefused() =>
        AssertRefused(new NodeModel("BitShift", 11).Input("x", Element.Float32, 3).Input("z", Element.Float32, 3).With("direction", "LEFT"));

    [Theory]
    [InlineData(Element.Float64)]
    [InlineData(Element.Boolean)]
    public void Quantize_WithOtherScales_IsRefused(Element scale) => AssertRefused(new NodeModel("QuantizeLinear", 13).Input("x", Element.Float32, 4).Input("scale", scale));

    private static void AssertRefused(NodeModel model)
    {
        using var batch = ModelBatch.Compile(new ModelEntry("Refused", model.Build(Element.Float32)));
        var outcome = batch["Refused"];
        Assert.Null(outcome.Failure);
        Assert.Contains(outcome.Refusals, text => text.StartsWith("CNN0302", StringComparison.Ordinal) || text.StartsWith("CNN0303", StringComparison.Ordinal));
    }
}
