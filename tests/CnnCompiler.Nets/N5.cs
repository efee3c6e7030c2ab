namespace CnnCompiler.Nets;

/// <summary>Image classification of MLPerf Tiny: ResNet-8 on CIFAR-10 (Banbury et al., "MLPerf Tiny Benchmark", 2021).</summary>
[CnnModel("N5.safetensors")]
[Input(32, 32, 3)]
[Conv2D(16, 3, Padding = Padding.Same), BatchNorm, ReLU]
[Residual]
[Conv2D(16, 3, Padding = Padding.Same), BatchNorm, ReLU]
[Conv2D(16, 3, Padding = Padding.Same), BatchNorm]
[Add, ReLU]
[Residual]
[Conv2D(32, 3, Stride = 2, Padding = Padding.Same), BatchNorm, ReLU]
[Conv2D(32, 3, Padding = Padding.Same), BatchNorm]
[Shortcut, Conv2D(32, 1, Stride = 2)]
[Add, ReLU]
[Residual]
[Conv2D(64, 3, Stride = 2, Padding = Padding.Same), BatchNorm, ReLU]
[Conv2D(64, 3, Padding = Padding.Same), BatchNorm]
[Shortcut, Conv2D(64, 1, Stride = 2)]
[Add, ReLU]
[AveragePool(8)]
[Flatten, Dense(10), Softmax]
public sealed partial class N5;
