namespace CnnCompiler.Nets;

/// <summary>3x3 convolutions of 64 channels on large maps.</summary>
[CnnModel("N6c.safetensors")]
[Input(56, 56, 64)]
[Conv2D(64, 3, Padding = Padding.Same), ReLU]
[Conv2D(64, 3, Padding = Padding.Same), ReLU]
[Conv2D(64, 3, Padding = Padding.Same), ReLU]
public sealed partial class N6c;
