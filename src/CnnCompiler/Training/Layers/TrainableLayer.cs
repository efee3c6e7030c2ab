namespace CnnCompiler.Training.Layers;

/// <summary>
/// What a declared layer does in training. Values lie image after image, and in an image in height x width x channels order. A layer keeps
/// what its backward pass needs of its last forward pass, so one object serves one caller at a time.
/// </summary>
/// <param name="input">The shape that comes in.</param>
/// <param name="output">The shape that goes out.</param>
internal abstract class TrainableLayer(TensorShape input, TensorShape output)
{
    /// <summary>The shape that comes in.</summary>
    public TensorShape Input { get; } = input;

    /// <summary>The shape that goes out.</summary>
    public TensorShape Output { get; } = output;

    /// <summary>The learned tensors, in the order the declaration lists them.</summary>
    public virtual IReadOnlyList<Parameter> Parameters => [];

    /// <summary>Gets ready for batches of up to this many images; later passes allocate nothing.</summary>
    /// <param name="count">The number of images.</param>
    public virtual void Reserve(int count)
    {
    }

    /// <summary>Computes the outputs of a batch.</summary>
    /// <param name="input">The inputs: count x input length.</param>
    /// <param name="output">The outputs: count x output length.</param>
    /// <param name="count">The number of images.</param>
    /// <param name="pass">How the pass is meant.</param>
    public abstract void Forward(ReadOnlySpan<float> input, Span<float> output, int count, Pass pass);

    /// <summary>Computes the gradients of the parameters, replacing the last ones, and of the inputs, from a training pass just made.</summary>
    /// <param name="input">The inputs of that pass.</param>
    /// <param name="output">The outputs of that pass.</param>
    /// <param name="outputGradient">The gradients of the outputs.</param>
    /// <param name="inputGradient">Takes the gradients of the inputs; empty where nobody needs them.</param>
    /// <param name="count">The number of images.</param>
    public abstract void Backward(
        ReadOnlySpan<float> input, ReadOnlySpan<float> output, ReadOnlySpan<float> outputGradient, Span<float> inputGradient, int count);
}
