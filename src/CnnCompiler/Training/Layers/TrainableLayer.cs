using CnnCompiler.Training.Parallel;

namespace CnnCompiler.Training.Layers;

/// <summary>
/// What one or several declared layers do in training. Values lie image after image, and in an image in height x width x channels order. A layer
/// keeps what its backward pass needs of its last forward pass, so one object serves one network. The slices of a batch pass at the same time.
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

    /// <summary>Whether the layer must see the whole batch before its first slice can pass, either way.</summary>
    public virtual bool GathersBatch => false;

    /// <summary>Into how many parts <see cref="FinishGradients"/> falls; 0 where there is nothing to finish.</summary>
    public virtual int GradientParts => 0;

    /// <summary>Lets a layer at an end of a residual block find the values, or their gradients, that reach it past other layers.</summary>
    /// <param name="values">The net's input and behind it the output of each layer.</param>
    /// <param name="gradients">Their gradients.</param>
    public virtual void Connect(IReadOnlyList<BatchValues> values, IReadOnlyList<BatchValues> gradients)
    {
    }

    /// <summary>Gets ready for batches of up to this many images; later passes allocate nothing.</summary>
    /// <param name="count">The number of images.</param>
    /// <param name="slices">The most slices of a batch.</param>
    /// <param name="workers">The number of workers.</param>
    public virtual void Reserve(int count, int slices, int workers)
    {
    }

    /// <summary>Derives what the passes need from the parameters; alone, before the first slice.</summary>
    public virtual void Prepare()
    {
    }

    /// <summary>Looks at the whole batch before the slices of the forward pass, where the layer asks for it.</summary>
    /// <param name="batch">The batch.</param>
    public virtual void BeginForward(in WholeBatch batch)
    {
    }

    /// <summary>Computes the outputs of a slice.</summary>
    /// <param name="input">The inputs: images x input length.</param>
    /// <param name="output">The outputs: images x output length.</param>
    /// <param name="slice">The slice.</param>
    /// <param name="pass">How the pass is meant.</param>
    public abstract void Forward(ReadOnlySpan<float> input, Span<float> output, Slice slice, Pass pass);

    /// <summary>Looks at the whole batch before the slices of the backward pass, where the layer asks for it.</summary>
    /// <param name="batch">The batch.</param>
    public virtual void BeginBackward(in WholeBatch batch)
    {
    }

    /// <summary>Computes the gradients of a slice's inputs and its share of the parameters' gradients, from a training pass just made.</summary>
    /// <param name="input">The inputs of that pass.</param>
    /// <param name="output">The outputs of that pass.</param>
    /// <param name="outputGradient">The gradients of the outputs.</param>
    /// <param name="inputGradient">Takes the gradients of the inputs; empty where nobody needs them.</param>
    /// <param name="slice">The slice.</param>
    public abstract void Backward(
        ReadOnlySpan<float> input, ReadOnlySpan<float> output, ReadOnlySpan<float> outputGradient, Span<float> inputGradient, Slice slice);

    /// <summary>Computes a part of the parameters' gradients, replacing the last ones, when all slices are through.</summary>
    /// <param name="part">Which part.</param>
    /// <param name="worker">Who computes it.</param>
    /// <param name="batch">The batch.</param>
    public virtual void FinishGradients(int part, int worker, in WholeBatch batch)
    {
    }
}
