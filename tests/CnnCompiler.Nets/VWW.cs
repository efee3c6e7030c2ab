namespace CnnCompiler.Nets;

/// <summary>Visual wake words of MLPerf Tiny: MobileNetV1 of a quarter of its width (Banbury et al., "MLPerf Tiny Benchmark", 2021).</summary>
[CnnModel("VWW.safetensors")]
[Input(96, 96, 3)]
[Conv2D(8, 3, Stride = 2, Padding = Padding.Same), BatchNorm, ReLU]
[DepthwiseConv2D(3, Padding = Padding.Same), BatchNorm, ReLU, Conv2D(16, 1), BatchNorm, ReLU]
[DepthwiseConv2D(3, Stride = 2, Padding = Padding.Same), BatchNorm, ReLU, Conv2D(32, 1), BatchNorm, ReLU]
[DepthwiseConv2D(3, Padding = Padding.Same), BatchNorm, ReLU, Conv2D(32, 1), BatchNorm, ReLU]
[DepthwiseConv2D(3, Stride = 2, Padding = Padding.Same), BatchNorm, ReLU, Conv2D(64, 1), BatchNorm, ReLU]
[DepthwiseConv2D(3, Padding = Padding.Same), BatchNorm, ReLU, Conv2D(64, 1), BatchNorm, ReLU]
[DepthwiseConv2D(3, Stride = 2, Padding = Padding.Same), BatchNorm, ReLU, Conv2D(128, 1), BatchNorm, ReLU]
[DepthwiseConv2D(3, Padding = Padding.Same), BatchNorm, ReLU, Conv2D(128, 1), BatchNorm, ReLU]
[DepthwiseConv2D(3, Padding = Padding.Same), BatchNorm, ReLU, Conv2D(128, 1), BatchNorm, ReLU]
[DepthwiseConv2D(3, Padding = Padding.Same), BatchNorm, ReLU, Conv2D(128, 1), BatchNorm, ReLU]
[DepthwiseConv2D(3, Padding = Padding.Same), BatchNorm, ReLU, Conv2D(128, 1), BatchNorm, ReLU]
[DepthwiseConv2D(3, Padding = Padding.Same), BatchNorm, ReLU, Conv2D(128, 1), BatchNorm, ReLU]
[DepthwiseConv2D(3, Stride = 2, Padding = Padding.Same), BatchNorm, ReLU, Conv2D(256, 1), BatchNorm, ReLU]
[DepthwiseConv2D(3, Padding = Padding.Same), BatchNorm, ReLU, Conv2D(256, 1), BatchNorm, ReLU]
[AveragePool(3)]
[Flatten, Dense(2), Softmax]
public sealed partial class VWW;
