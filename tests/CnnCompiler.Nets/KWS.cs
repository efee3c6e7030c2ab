namespace CnnCompiler.Nets;

/// <summary>Keyword spotting of MLPerf Tiny: a DS-CNN over 49 frames of 10 coefficients (Banbury et al., "MLPerf Tiny Benchmark", 2021).</summary>
[CnnModel("KWS.safetensors")]
[Input(49, 10, 1)]
[Conv2D(64, 10, 4, Stride = 2, Padding = Padding.Same), BatchNorm, ReLU]
[DepthwiseConv2D(3, Padding = Padding.Same), BatchNorm, ReLU, Conv2D(64, 1), BatchNorm, ReLU]
[DepthwiseConv2D(3, Padding = Padding.Same), BatchNorm, ReLU, Conv2D(64, 1), BatchNorm, ReLU]
[DepthwiseConv2D(3, Padding = Padding.Same), BatchNorm, ReLU, Conv2D(64, 1), BatchNorm, ReLU]
[DepthwiseConv2D(3, Padding = Padding.Same), BatchNorm, ReLU, Conv2D(64, 1), BatchNorm, ReLU]
[AveragePool(24, 5)]
[Flatten, Dense(12), Softmax]
public sealed partial class KWS;
