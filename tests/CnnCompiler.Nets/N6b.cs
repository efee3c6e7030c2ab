namespace CnnCompiler.Nets;

/// <summary>Pointwise convolutions of many channels with rectifiers between them, so that none can be merged into the next.</summary>
[CnnModel("N6b.safetensors")]
[Input(14, 14, 256)]
[Conv2D(256, 1), ReLU]
[Conv2D(256, 1), ReLU]
[Conv2D(256, 1), ReLU]
[Conv2D(256, 1), ReLU]
public sealed partial class N6b;
