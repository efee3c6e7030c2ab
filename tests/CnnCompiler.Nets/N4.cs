namespace CnnCompiler.Nets;

/// <summary>The convolutional net of the Keras examples for digits, without its dropout.</summary>
[CnnModel("N4.safetensors")]
[Input(28, 28, 1)]
[Conv2D(32, 3), ReLU]
[Conv2D(64, 3), ReLU, MaxPool(2)]
[Flatten, Dense(128), ReLU, Dense(10)]
public sealed partial class N4;
