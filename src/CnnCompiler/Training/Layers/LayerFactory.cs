namespace CnnCompiler.Training.Layers;

/// <summary>Makes the trainable layer that belongs to a declared one.</summary>
internal static class LayerFactory
{
    /// <summary>Makes the layers of a net; what is faster as one becomes one.</summary>
    /// <param name="architecture">The net.</param>
    /// <exception cref="NotSupportedException">A kind of layer cannot be trained.</exception>
    public static IReadOnlyList<TrainableLayer> CreateAll(Architecture architecture)
    {
        var layers = new List<TrainableLayer>();
        int[] numbers = new int[architecture.Layers.Count];
        for (int position = 0; position < architecture.Layers.Count; position++)
        {
            numbers[position] = layers.Count;
            var pooled = PooledConvolution.TryCreate(architecture, position, ParametersOf(architecture, position), out int together);
            layers.Add(pooled ?? Create(architecture, position));
            position += pooled is null ? 0 : together - 1;
        }
        for (int position = 0; position < architecture.Layers.Count; position++)
            if (architecture.Layers[position] is Add)
                ConnectBlock(architecture, position, layers, numbers);
        return layers;
    }

    /// <summary>Tells the ends of a block which values they read besides those before them. The values behind layer n of a network have the number n + 1.</summary>
    private static void ConnectBlock(Architecture architecture, int end, List<TrainableLayer> layers, int[] numbers)
    {
        var sources = architecture.SourcesOf(end);
        // On a short cut with layers of its own these follow the block's others.
        int shortcut = sources[0] == end - 1 ? -1 : sources[0] + 1;
        int start = shortcut < 0 ? sources[1] : architecture.SourcesOf(shortcut)[0];
        int sum = numbers[end] + 1;
        ((TrainableAdd)layers[numbers[end]]).Other = numbers[shortcut < 0 ? start : shortcut];
        ((TrainableResidual)layers[numbers[start]]).OverShortcut = shortcut < 0 ? sum : numbers[shortcut] + 1;
        if (shortcut >= 0)
            (((TrainableShortcut)layers[numbers[shortcut]]).Block, ((TrainableShortcut)layers[numbers[shortcut]]).Sum) = (numbers[start], sum);
    }

    /// <summary>Makes a layer with new parameters, all zero.</summary>
    /// <param name="architecture">The net.</param>
    /// <param name="position">The layer's position.</param>
    /// <exception cref="NotSupportedException">The kind of layer cannot be trained.</exception>
    private static TrainableLayer Create(Architecture architecture, int position)
    {
        var input = architecture.ShapeBefore(position);
        var output = architecture.ShapeAfter(position);
        var parameters = ParametersOf(architecture, position);
        return architecture.Layers[position] switch
        {
            ConvolutionLayer layer => new TrainableConvolution(layer, input, output, parameters),
            Dense layer => new TrainableDense(layer, input, output, parameters),
            BatchNorm layer => new TrainableBatchNorm(layer, input, parameters),
            ReLU => new TrainableReLU(input, 0),
            LeakyReLU layer => new TrainableReLU(input, layer.Slope),
            Sigmoid => new TrainableSigmoid(input),
            Tanh => new TrainableTanh(input),
            Softmax => new TrainableSoftmax(input),
            MaxPool layer => new TrainableMaxPool(layer, input, output),
            AveragePool layer => new TrainableAveragePool(layer, input, output),
            GlobalAveragePool => new TrainableGlobalAveragePool(input, output),
            Dropout layer => new TrainableDropout(layer, input, position),
            Flatten => new TrainableFlatten(input, output),
            Residual => new TrainableResidual(input),
            Shortcut => new TrainableShortcut(architecture.ShapeAfter(position - 1), output),
            Add => new TrainableAdd(output),
            var layer => throw new NotSupportedException($"{layer.Kind} (layer {architecture.NameOf(position)}) can be compiled but not trained."),
        };
    }

    private static Parameter[] ParametersOf(Architecture architecture, int position) =>
        [.. architecture.ParametersOf(position).Select(declared => new Parameter(declared.Name, declared))];
}
