namespace CnnCompiler.Nets;

/// <summary>A small convolutional net for digits.</summary>
[CnnModel("N2.safetensors")]
[Input(28, 28, 1)]
[Conv2D(8, 3), ReLU, MaxPool(2)]
[Conv2D(16, 3), ReLU, MaxPool(2)]
[Flatten, Dense(10)]
public sealed partial class N2;
