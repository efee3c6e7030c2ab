namespace CnnCompiler.Inference;

/// <summary>A compiled model with one float32 input and one float32 output.</summary>
/// <typeparam name="TSelf">The model's own class.</typeparam>
public interface IFloatModel<TSelf> : IModel<TSelf>
    where TSelf : IFloatModel<TSelf>
{
    /// <summary>The number of values of one input.</summary>
    static abstract int InputLength { get; }

    /// <summary>The number of values of one output.</summary>
    static abstract int OutputLength { get; }

    /// <summary>Computes the output of one input, with scratch memory that the calling thread keeps.</summary>
    /// <param name="input">Exactly <see cref="InputLength"/> values.</param>
    /// <param name="output">At least <see cref="OutputLength"/> values, written from the start; it may not overlap the input.</param>
    /// <exception cref="ArgumentException">A length is wrong, or the two overlap.</exception>
    /// <exception cref="InvalidOperationException">The class was built without its weight file.</exception>
    static abstract void Predict(ReadOnlySpan<float> input, Span<float> output);

    /// <summary>Computes the output of one input in scratch memory of the caller.</summary>
    /// <param name="input">Exactly <see cref="InputLength"/> values.</param>
    /// <param name="output">At least <see cref="OutputLength"/> values, written from the start; it may not overlap the input.</param>
    /// <param name="workspace">At least <see cref="IModel{TSelf}.ScratchBytes"/> bytes, used by no other call at the same time.</param>
    /// <exception cref="ArgumentException">A length is wrong, the workspace is too small, or input and output overlap.</exception>
    /// <exception cref="InvalidOperationException">The class was built without its weight file.</exception>
    static abstract void Predict(ReadOnlySpan<float> input, Span<float> output, Workspace workspace);

    /// <summary>
    /// Computes the outputs of several inputs that lie behind one another, to the same bits as one after another. Dense layers read their weights once
    /// for many inputs.
    /// </summary>
    /// <param name="inputs"><paramref name="count"/> times <see cref="InputLength"/> values.</param>
    /// <param name="outputs">At least <paramref name="count"/> times <see cref="OutputLength"/> values.</param>
    /// <param name="count">The number of inputs; at least 0.</param>
    /// <exception cref="ArgumentException">A length is wrong, or the two overlap.</exception>
    /// <exception cref="InvalidOperationException">The class was built without its weight file.</exception>
    static virtual void PredictBatch(ReadOnlySpan<float> inputs, Span<float> outputs, int count)
    {
        ModelGuard.CheckBatch(inputs, outputs, count, TSelf.InputLength, TSelf.OutputLength);
        for (int index = 0; index < count; index++)
            TSelf.Predict(inputs.Slice(index * TSelf.InputLength, TSelf.InputLength), outputs.Slice(index * TSelf.OutputLength, TSelf.OutputLength));
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
    /// <exception cref="InvalidOperationException">The class was built without its weight file.</exception>
    static virtual void PredictBatch(ReadOnlySpan<float> inputs, Span<float> outputs, int count, int degreeOfParallelism)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(degreeOfParallelism, 1);
        TSelf.PredictBatch(inputs, outputs, count);
    }

    /// <summary>Computes the output of one input on the calling thread and threads of the pool, which share the rows of large layers, to the same bits.</summary>
    /// <param name="input">Exactly <see cref="InputLength"/> values.</param>
    /// <param name="output">At least <see cref="OutputLength"/> values, written from the start; it may not overlap the input.</param>
    /// <param name="degreeOfParallelism">
    /// The most threads that work, the caller among them; at least 1. Layers below about four million multiply-adds are not shared, since waking a thread
    /// takes as long as they do. When the call returns, no thread works or waits any more.
    /// </param>
    /// <exception cref="ArgumentException">A length or the degree is wrong, or the two overlap.</exception>
    /// <exception cref="InvalidOperationException">The class was built without its weight file.</exception>
    static virtual void Predict(ReadOnlySpan<float> input, Span<float> output, int degreeOfParallelism)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(degreeOfParallelism, 1);
        TSelf.Predict(input, output);
    }
}
