using CnnCompiler.Testing;

namespace CnnCompiler.Generator.Tests.Diagnostics;

/// <summary>What is said about nets that cannot work.</summary>
public class NetDiagnosticsTests
{
    [Theory]
    [InlineData("Input(28, 28, 1)", "Conv2D(8, 30)", "covers 30x30", "28x28", "input 28x28x1")]
    [InlineData("Input(28, 28, 3)", "Conv2D(8, 3, Groups = 2)", "found 2 groups, 3 channels, 8 filters")]
    [InlineData("Input(28, 28, 3)", "Dense(10)", "its input is 28x28x3", "put Flatten before it")]
    [InlineData("Input(28, 28, 3)", "Conv1D(8, 3)", "sequence (length x channels)", "28x28x3")]
    [InlineData("Input(28, 28, 3)", "Conv2D(8, 3, Padding = Padding.Same, Pad = 1)", "both Padding.Same and a padding in pixels")]
    [InlineData("Input(28, 28, 3)", "Conv2D(8, 3, Padding = (Padding)7)", "Conv2D's Padding must be Valid or Same; found 7")]
    [InlineData("Input(28, 28, 3)", "Conv2D(int.MaxValue, 3)", "at most 268435456")]
    [InlineData("Input(28, 28, 3)", "MaxPool(int.MinValue)", "between 1 and 4096; found -2147483648")]
    [InlineData("Input(28, 28, 3)", "LeakyReLU(float.NaN)", "slope must be finite; found NaN")]
    [InlineData("Input(28, 28, 3)", "Dropout(1)", "below 1; found 1")]
    [InlineData("Input(28, 28, 3)", "BatchNorm(Epsilon = 0)", "above 0 and finite; found 0")]
    [InlineData("Input(128, 4)", "MaxPool(2, 3)", "128x4 is a sequence")]
    [InlineData("Input(128, 4)", "Conv2D(8, 3)", "its input is 128x4")]
    public void Layer_ThatCannotWork_IsSaidAtTheLayerWithTheShapes(string input, string layer, params string[] words) =>
        GeneratorHarness.Run(Declared.Pool(attributes: $"[CnnModel, {input}]\n[ReLU]\n[{layer}, Tanh]"))
            .Says("CNN0008", layer, ["Layer 1, ", .. words]);

    /// <summary>The attribute at fault is the one written between stars.</summary>
    [Theory]
    [InlineData("*Add*", "Layer 1, Add: Add belongs to a residual block, and none is open here", "[Residual]")]
    [InlineData("*Shortcut*, ReLU, Add", "Layer 1, Shortcut: Shortcut belongs to a residual block, and none is open here")]
    [InlineData("*Residual*, ReLU", "Layer 1, Residual: Residual begins a block that has no end", "[Add]")]
    [InlineData("Residual, *Residual*, ReLU, Add", "Layer 1, ", "no end")]
    [InlineData("Residual, *Add*", "Layer 2, Add: Add stands directly behind Residual, layer 1", "needs layers beside its short cut")]
    [InlineData("Residual, *Shortcut*, ReLU, Add", "Layer 2, Shortcut: Shortcut stands directly behind Residual, layer 1")]
    [InlineData("Residual, ReLU, Shortcut, *Add*", "Layer 4, Add: Add stands directly behind Shortcut, layer 3: leave Shortcut out")]
    [InlineData("Residual, ReLU, Shortcut, ReLU, *Shortcut*, ReLU, Add", "Layer 5, Shortcut: ", "has one already, layer 3")]
    [InlineData("Residual, ReLU, Shortcut, ReLU, Add, *Add*", "Layer 6, Add: ", "none is open here")]
    [InlineData(
        "Residual, Conv2D(32, 3, Stride = 2, Padding = Padding.Same), *Add*",
        "Layer 3, Add: ", "make 14x10x32", "brings what came in, 28x20x3", "[Shortcut, Conv2D(32, 1, Stride = 2)]")]
    [InlineData(
        "Residual, Conv2D(3, 3, StrideHeight = 2, StrideWidth = 3, Padding = Padding.Same), *Add*", "14x7x3", "Conv2D(3, 1, StrideHeight = 2, StrideWidth = 3)")]
    [InlineData("Residual, Conv2D(4, 3, Padding = Padding.Same), *Add*", "[Shortcut, Conv2D(4, 1)]")]
    [InlineData("Residual, Conv2D(3, 3), *Add*", "make 26x18x3", "28x20x3: let both sides make the same")]
    [InlineData("Residual, Flatten, Dense(4), *Add*", "make 4 and its short cut brings what came in, 28x20x3: let both sides")]
    [InlineData("Flatten, Residual, Dense(4), *Add*", "Layer 4, Add", "make 4 ", "1680", "[Shortcut, Dense(4)]")]
    [InlineData("Residual, Conv2D(4, 1), Shortcut, Conv2D(5, 1), *Add*", "make 28x20x4 and its short cut makes 28x20x5: let both sides")]
    [InlineData("Residual, ReLU, Shortcut, Conv2D(3, 3), *Conv2D(8, 30)*, Add", "Layer 5, Conv2D", "26x18")]
    [InlineData("*Residual(Name = \"\")*, ReLU, Add", "Layer 1, Residual", "Name is empty")]
    [InlineData("Residual(Name = \"a\"), Dense(1), Add, Residual(Name = \"a\"), *Dense(1)*, Add", "both called \"a.body.0\"")]
    public void Block_ThatDoesNotAddUp_IsSaidAtTheAttributeWithTheShapes(string layers, params string[] words)
    {
        string input = layers.Contains("Dense(1)", StringComparison.Ordinal) ? "Input(1)" : "Input(28, 20, 3)";
        GeneratorHarness.Run(Declared.Pool(attributes: $"[CnnModel, {input}]\n[ReLU]\n[{layers.Replace("*", "", StringComparison.Ordinal)}]"))
            .Says("CNN0008", layers.Split('*')[1], words);
    }

    [Theory]
    [InlineData("Input(0, 28, 1)", "found 0x28x1")]
    [InlineData("Input(-1)", "found -1")]
    [InlineData("Input(int.MaxValue, int.MaxValue, int.MaxValue)", "at most 268435456 values", "found 2147483647x2147483647x2147483647")]
    [InlineData("Input(28, 28, 3, Mean = new[] { 1f, 2f })", "each of the 3 channels of 28x28x3; found 2")]
    [InlineData("Input(28, 28, 3, StandardDeviation = [0f])", "the deviation not 0")]
    [InlineData("Input(28, 28, 3, Order = (ChannelOrder)(-1))", "Rgb or Bgr; found -1")]
    public void Input_ThatCannotBe_IsSaidAtTheInput(string input, params string[] words) =>
        GeneratorHarness.Run(Declared.Pool(attributes: $"[CnnModel]\n[{input}, Flatten]")).Says("CNN0007", input, words);

    [Fact]
    public void OtherAttributes_AreNotCountedAsLayers() =>
        GeneratorHarness.Run(Declared.Pool(attributes: "[CnnModel, Input(8)]\n[System.Obsolete, ReLU, System.Serializable, Dense(0)]"))
            .Says("CNN0008", "Dense(0)", "Layer 1, Dense", "at least 1 unit; found 0");

    [Fact]
    public void Names_GivenTwice_AreSaidAtTheSecond() =>
        GeneratorHarness.Run(Declared.Pool(attributes: "[CnnModel, Input(8)]\n[Dense(4, Name = \"fc\")]\n[Dense(4, Name = \"fc\")]"))
            .Says("CNN0008", "Dense(4, Name = \"fc\")", "both called \"fc\"");

    [Fact]
    public void NullArray_IsNoArray() =>
        GeneratorHarness.Run(Declared.Pool(attributes: "[CnnModel, Input(8, 8, 1, Mean = null!), MaxPool(2)]")).SaysNothing();
}
