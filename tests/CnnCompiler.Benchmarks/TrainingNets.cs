namespace CnnCompiler.Benchmarks;

/// <summary>The nets that training is measured with.</summary>
internal static class TrainingNets
{
    /// <summary>Every net under its short name.</summary>
    public static IReadOnlyDictionary<string, Architecture> All { get; } = new Dictionary<string, Architecture>(StringComparer.OrdinalIgnoreCase)
    {
        ["T1"] = OfDigits(
            new Conv2D(8, 3), new ReLU(), new MaxPool(2), new Conv2D(16, 3), new ReLU(), new MaxPool(2), new Flatten(), new Dense(10)),
        ["T2"] = OfDigits(
            new Conv2D(32, 3), new ReLU(), new MaxPool(2), new Conv2D(64, 3), new ReLU(), new MaxPool(2), new Flatten(), new Dropout(0.5f), new Dense(10)),
        ["T3"] = OfDigits(new Conv2D(8, 3), new ReLU(), new MaxPool(2), new Flatten(), new Dense(64), new ReLU(), new Dense(10)),
        ["T4"] = OfDigits(
            new Conv2D(32, 3), new ReLU(), new Conv2D(64, 3), new ReLU(), new MaxPool(2), new Dropout(0.25f), new Flatten(), new Dense(128), new ReLU(),
            new Dropout(0.5f), new Dense(10)),
    };

    /// <summary>
    /// Operations of a training step for one image, two for each multiply-add: every layer's outputs, the gradients of its weights, and the
    /// gradients of its inputs, which the first layer with weights does not need.
    /// </summary>
    public static double OperationsOf(Architecture architecture)
    {
        double operations = 0;
        bool first = true;
        for (int position = 0; position < architecture.Layers.Count; position++)
        {
            long work = architecture.Layers[position].MultiplyAdds(architecture.ShapeBefore(position));
            if (work == 0)
                continue;
            operations += 2.0 * work * (first ? 2 : 3);
            first = false;
        }
        return operations;
    }

    private static Architecture OfDigits(params Layer[] layers) => new(new Input(28, 28, 1), layers);
}
