using CnnCompiler;

namespace Cifar;

/// <summary>The net: 32 x 32 pixels in colour in, the probabilities of CIFAR-10's ten classes out. 70,610 learned values.</summary>
/// <remarks>Mean and deviation are those of CIFAR-10's training images, channel by channel.</remarks>
[CnnModel("cifar.safetensors")]
[Input(32, 32, 3, Scale = 1f / 255, Mean = new[] { 0.4914f, 0.4822f, 0.4465f }, StandardDeviation = new[] { 0.2471f, 0.2435f, 0.2616f })]
[Conv2D(24, 3, Padding = Padding.Same, Bias = false), BatchNorm, ReLU, MaxPool(2)]
[Conv2D(40, 3, Padding = Padding.Same, Bias = false), BatchNorm, ReLU, MaxPool(2)]
[Conv2D(64, 3, Padding = Padding.Same, Bias = false), BatchNorm, ReLU, MaxPool(2)]
[Conv2D(64, 3, Padding = Padding.Same, Bias = false), BatchNorm, ReLU, GlobalAveragePool]
[Flatten, Dense(10), Softmax]
public sealed partial class CifarClassifier
{
    /// <summary>The classes in the order of their numbers.</summary>
    public static IReadOnlyList<string> ClassNames { get; } =
        ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];
}
