namespace CnnCompiler.Oracle;

/// <summary>The small nets that are measured and compared everywhere, by their short names.</summary>
public static class ReferenceNets
{
    /// <summary>Two convolutions for digits, pooled once, with probabilities.</summary>
    public static Architecture N1 => new(
        new Input(28, 28, 1),
        new Conv2D(4, 3), new ReLU(), new Conv2D(8, 3), new ReLU(), new MaxPool(2),
        new Flatten(), new Dense(10), new Softmax());

    /// <summary>A small convolutional net for digits.</summary>
    public static Architecture N2 => new(
        new Input(28, 28, 1),
        new Conv2D(8, 3), new ReLU(), new MaxPool(2), new Conv2D(16, 3), new ReLU(), new MaxPool(2),
        new Flatten(), new Dense(10));

    /// <summary>LeNet-5 with rectifiers and maximum pooling (LeCun et al., "Gradient-Based Learning Applied to Document Recognition", 1998).</summary>
    public static Architecture N3 => new(
        new Input(28, 28, 1),
        new Conv2D(6, 5), new ReLU(), new MaxPool(2), new Conv2D(16, 5), new ReLU(), new MaxPool(2),
        new Flatten(), new Dense(120), new ReLU(), new Dense(84), new ReLU(), new Dense(10));

    /// <summary>All of them.</summary>
    public static IReadOnlyList<(string Name, Architecture Net)> All => [("N1", N1), ("N2", N2), ("N3", N3)];
}
