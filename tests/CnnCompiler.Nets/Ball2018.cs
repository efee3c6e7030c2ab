namespace CnnCompiler.Nets;

/// <summary>A robot soccer team's classifier of image patches: ball or not.</summary>
[CnnModel("Ball2018.safetensors")]
[Input(16, 16, 1)]
[Conv2D(8, 5, Stride = 2, Padding = Padding.Same), ReLU, MaxPool(2)]
[Conv2D(12, 3), ReLU]
[Conv2D(2, 2), Softmax]
public sealed partial class Ball2018;
