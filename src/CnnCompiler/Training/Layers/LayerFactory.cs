namespace CnnCompiler.Training.Layers;

/// <summary>Makes the trainable layer that belongs to a declared one.</summary>
internal static class LayerFactory
{
    /// <summary>Makes the layers of a net; what is faster as one becomes one.</summary>
    /// <param name="architecture">The net.</param>
    /// <exception cref="NotSupportedException">A kind of layer cannot be trained.</exception>
    public static IEnumerable<TrainableLayer> CreateAll(Architecture architecture)
    {
        for (int position = 0; position < architecture.Layers.Count; position++)
        {
            var pooled = PooledConvolution.TryCreate(architecture, position, ParametersOf(architecture, position), out int layers);
            yield return pooled ?? Create(architecture, position);
            position += pooled is null ? 0 : layers - 1;
        }
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
            Filter layer => new TrainableFilter(layer, input, output),
            MinPool layer => new TrainableMinPool(layer, input, output),
            MaxPool layer => new TrainableMaxPool(layer, input, output),
            AveragePool layer => new TrainableAveragePool(layer, input, output),
            GlobalAveragePool => new TrainableGlobalAveragePool(input, output),
            Dropout layer => new TrainableDropout(layer, input, position),
            Flatten => new TrainableFlatten(input, output),
            var layer => throw new NotSupportedException($"{layer.Kind} (layer {architecture.NameOf(position)}) can be compiled but not trained."),
        };
    }

    private static Parameter[] ParametersOf(Architecture architecture, int position) =>
        [.. architecture.ParametersOf(position).Select(declared => new Parameter(declared.Name, declared))];
}
