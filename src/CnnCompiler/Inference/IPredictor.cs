namespace CnnCompiler.Inference;

/// <summary>A compiled net together with weights that were loaded at run time.</summary>
public interface IPredictor
{
    /// <summary>The number of values of one input.</summary>
    int InputLength { get; }

    /// <summary>The number of values of one output.</summary>
    int OutputLength { get; }

    /// <summary>Computes the output of one input, with scratch memory that the calling thread keeps.</summary>
    /// <param name="input">Exactly <see cref="InputLength"/> values.</param>
    /// <param name="output">At least <see cref="OutputLength"/> values, written from the start; it may not overlap the input.</param>
    /// <exception cref="ArgumentException">A length is wrong, or the two overlap.</exception>
    void Predict(ReadOnlySpan<float> input, Span<float> output);

    /// <summary>Computes the output of one input in scratch memory of the caller.</summary>
    /// <param name="input">Exactly <see cref="InputLength"/> values.</param>
    /// <param name="output">At least <see cref="OutputLength"/> values, written from the start; it may not overlap the input.</param>
    /// <param name="workspace">Scratch memory that no other call uses at the same time.</param>
    /// <exception cref="ArgumentException">A length is wrong, the workspace is too small, or input and output overlap.</exception>
    void Predict(ReadOnlySpan<float> input, Span<float> output, Workspace workspace);

    /// <summary>Computes the outputs of several inputs that lie behind one another, to the same bits as one after another.</summary>
    /// <param name="inputs"><paramref name="count"/> times <see cref="InputLength"/> values.</param>
    /// <param name="outputs">At least <paramref name="count"/> times <see cref="OutputLength"/> values.</param>
    /// <param name="count">The number of inputs; at least 0.</param>
    /// <exception cref="ArgumentException">A length is wrong, or the two overlap.</exception>
    void PredictBatch(ReadOnlySpan<float> inputs, Span<float> outputs, int count)
    {
        ModelGuard.CheckBatch(inputs, outputs, count, InputLength, OutputLength);
        for (int index = 0; index < count; index++)
            Predict(inputs.Slice(index * InputLength, InputLength), outputs.Slice(index * OutputLength, OutputLength));
    }

    /// <summary>Computes the outputs of several inputs on the calling thread and threads of the pool, to the same bits as one after another.</summary>
    /// <param name="inputs"><paramref name="count"/> times <see cref="InputLength"/> values.</param>
    /// <param name="outputs">At least <paramref name="count"/> times <see cref="OutputLength"/> values.</param>
    /// <param name="count">The number of inputs; at least 0.</param>
    /// <param name="degreeOfParallelism">
    /// The most threads that work, the caller among them; at least 1. Fewer do where the pool has none to spare. The calling thread keeps scratch memory
    /// for each; when the call returns, no thread works or waits any more.
    /// </param>
    /// <exception cref="ArgumentException">A length or the degree is wrong, or inputs and outputs overlap.</exception>
    void PredictBatch(ReadOnlySpan<float> inputs, Span<float> outputs, int count, int degreeOfParallelism)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(degreeOfParallelism, 1);
        PredictBatch(inputs, outputs, count);
    }

    /// <summary>Computes the output of one input on the calling thread and threads of the pool, which share the rows of large layers, to the same bits.</summary>
    /// <param name="input">Exactly <see cref="InputLength"/> values.</param>
    /// <param name="output">At least <see cref="OutputLength"/> values, written from the start; it may not overlap the input.</param>
    /// <param name="degreeOfParallelism">
    /// The most threads that work, the caller among them; at least 1. Layers below about four million multiply-adds are not shared, since waking a thread
    /// takes as long as they do. When the call returns, no thread works or waits any more.
    /// </param>
    /// <exception cref="ArgumentException">A length or the degree is wrong, or the two overlap.</exception>
    void Predict(ReadOnlySpan<float> input, Span<float> output, int degreeOfParallelism)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(degreeOfParallelism, 1);
        Predict(input, output);
    }
}
