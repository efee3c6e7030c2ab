namespace CnnCompiler.Nets;

/// <summary>A robot's detector for its lower camera, on a quarter of the pixels.</summary>
[CnnModel("RobotLowerSmall.safetensors")]
[Input(30, 40, 3)]
[Conv2D(8, 3, Padding = Padding.Same, Bias = false), BatchNorm, LeakyReLU(0.1f), MaxPool(2)]
[Conv2D(12, 3, Padding = Padding.Same, Bias = false), BatchNorm, LeakyReLU(0.1f)]
[Conv2D(8, 3, Padding = Padding.Same, Bias = false), BatchNorm, LeakyReLU(0.1f), MaxPool(2)]
[Conv2D(16, 3, Padding = Padding.Same, Bias = false), BatchNorm, LeakyReLU(0.1f)]
[Conv2D(20, 3, Padding = Padding.Same, Bias = false), BatchNorm, LeakyReLU(0.1f)]
[Conv2D(7, 1)]
public sealed partial class RobotLowerSmall;
