using CnnCompiler;

namespace Digits;

/// <summary>The net: 28 x 28 pixels of ink in, the probabilities of the ten digits out. The compiler writes the rest of this class.</summary>
[CnnModel("digits.safetensors", FeatureMaps = true)]
[Input(28, 28, 1, Scale = 1f / 255)]
[Conv2D(8, 3), ReLU, MaxPool(2)]
[Conv2D(16, 3), ReLU, MaxPool(2)]
[Conv2D(32, 3), ReLU]
[Flatten, Dense(10), Softmax]
public sealed partial class DigitClassifier;
