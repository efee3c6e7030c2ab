using Element = CnnCompiler.Inference.TensorElementType;

namespace CnnCompiler.Conformance.Tests;

/// <summary>Whole numbers of all sizes, with a sign and without, as inputs, constants and outputs, against ONNX Runtime.</summary>
public sealed class SmallTypeTests
{
    public static TheoryData<Element> WholeTypes => [Element.Int8, Element.UInt8, Element.Int16, Element.UInt16, Element.Int32, Element.UInt32, Element.Int64, Element.UInt64];

    [Theory]
    [MemberData(nameof(WholeTypes))]
    public void Casts_GoThere_AndBack(Element type)
    {
        new NodeModel("Cast", 13).Input("x", type, 3, 5).With("to", (long)Element.Float32).Check(Element.Float32);
        new NodeModel("Cast", 13).Input("x", Element.Float32, 3, 5).With("to", (long)type).CheckInRange(type, 0, 100);
        new NodeModel("Cast", 13).Input("x", Element.Int64, 3, 5).With("to", (long)type).Check(type);
        new NodeModel("Cast", 13).Input("x", type, 7).With("to", (long)Element.Boolean).Check(Element.Boolean);
    }

    [Theory]
    [InlineData(Element.UInt64)]
    [InlineData(Element.Int16)]
    public void Cast_OfNegativeNumbers_WrapsAround(Element type) =>
        new NodeModel("Cast", 13).Input("x", Element.Float32, 3, 5).With("to", (long)type).CheckInRange(type, -100, -1);

    [Theory]
    [MemberData(nameof(WholeTypes))]
    public void Mod_HasTheDivisorsSign(Element type) => new NodeModel("Mod", 13).Input("x", type, 40).Constant(type, [3], 1).Check(type);

    [Theory]
    [InlineData(Element.UInt8, "LEFT")]
    [InlineData(Element.UInt32, "RIGHT")]
    [InlineData(Element.UInt64, "LEFT")]
    public void BitShift_MovesBits(Element type, string direction) =>
        new NodeModel("BitShift", 11).Input("x", type, 40).Constant(type, [2], 1).With("direction", direction).Check(type);

    [Theory]
    [InlineData(Element.Int8)]
    [InlineData(Element.UInt8)]
    public void Bytes_ArePooledClippedAndMoved(Element type)
    {
        new NodeModel("MaxPool", 12).Input("x", type, 1, 3, 9, 8).With("kernel_shape", 3, 2).With("pads", 1, 0, 1, 1).With("strides", 2, 1).Check(type);
        new NodeModel("Clip", 13).Input("x", type, 50).Constant(type, [10], []).Constant(type, [90], []).Check(type);
        new NodeModel("Transpose", 13).Input("x", type, 2, 3, 4).With("perm", 2, 0, 1).Check(type);
        new NodeModel("Concat", 13).Input("x", type, 2, 3).Input("z", type, 2, 5).With("axis", 1L).Check(type);
    }
}
