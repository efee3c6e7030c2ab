namespace CnnCompiler.Nets;

/// <summary>A robot's detector for its lower camera.</summary>
[CnnModel("RobotLower.safetensors")]
[Input(60, 80, 3)]
[Conv2D(16, 3, Padding = Padding.Same, Bias = false), BatchNorm, LeakyReLU(0.1f), MaxPool(2)]
[Conv2D(24, 3, Padding = Padding.Same, Bias = false), BatchNorm, LeakyReLU(0.1f), MaxPool(2)]
[Conv2D(16, 3, Padding = Padding.Same, Bias = false), BatchNorm, LeakyReLU(0.1f), MaxPool(2)]
[Conv2D(32, 3, Padding = Padding.Same, Bias = false), BatchNorm, LeakyReLU(0.1f)]
[Conv2D(40, 3, Padding = Padding.Same, Bias = false), BatchNorm, LeakyReLU(0.1f)]
[Conv2D(7, 1)]
public sealed partial class RobotLower;
