using CnnCompiler;

namespace TinyDigits;

/// <summary>The net of samples/Digits: 28 x 28 pixels of ink in, the probabilities of the ten digits out.</summary>
[CnnModel("digits.safetensors")]
[Input(28, 28, 1, Scale = 1f / 255)]
[Conv2D(8, 3), ReLU, MaxPool(2)]
[Conv2D(16, 3), ReLU, MaxPool(2)]
[Flatten, Dense(10), Softmax]
internal sealed partial class DigitClassifier;
