namespace CnnCompiler.Nets;

/// <summary>Depthwise and pointwise convolutions in turn on large maps, as in MobileNet, without the rest of a net.</summary>
[CnnModel("N6a.safetensors")]
[Input(56, 56, 64)]
[DepthwiseConv2D(3, Padding = Padding.Same), ReLU, Conv2D(64, 1), ReLU]
[DepthwiseConv2D(3, Padding = Padding.Same), ReLU, Conv2D(64, 1), ReLU]
[DepthwiseConv2D(3, Padding = Padding.Same), ReLU, Conv2D(128, 1), ReLU]
public sealed partial class N6a;
