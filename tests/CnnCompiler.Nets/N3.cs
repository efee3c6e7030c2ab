namespace CnnCompiler.Nets;

/// <summary>LeNet-5 with rectifiers and maximum pooling (LeCun et al., "Gradient-Based Learning Applied to Document Recognition", 1998).</summary>
[CnnModel("N3.safetensors")]
[Input(28, 28, 1)]
[Conv2D(6, 5), ReLU, MaxPool(2)]
[Conv2D(16, 5), ReLU, MaxPool(2)]
[Flatten, Dense(120), ReLU, Dense(84), ReLU, Dense(10)]
public sealed partial class N3;
