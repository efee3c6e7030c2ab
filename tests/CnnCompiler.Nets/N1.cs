namespace CnnCompiler.Nets;

/// <summary>Two convolutions for digits, pooled once, with probabilities.</summary>
[CnnModel("N1.safetensors")]
[Input(28, 28, 1)]
[Conv2D(4, 3), ReLU]
[Conv2D(8, 3), ReLU, MaxPool(2)]
[Flatten, Dense(10), Softmax]
public sealed partial class N1;
