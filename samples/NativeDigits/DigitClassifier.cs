using CnnCompiler;

namespace NativeDigits;

/// <summary>The net of samples/Digits as a native library: digits.h is what it offers to C.</summary>
[CnnModel("digits.safetensors", NativeExport = "digits")]
[Input(28, 28, 1, Scale = 1f / 255)]
[Conv2D(8, 3), ReLU, MaxPool(2)]
[Conv2D(16, 3), ReLU, MaxPool(2)]
[Flatten, Dense(10), Softmax]
internal sealed partial class DigitClassifier;
