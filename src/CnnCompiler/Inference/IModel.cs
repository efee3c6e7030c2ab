namespace CnnCompiler.Inference;

/// <summary>What every compiled model offers, whatever its inputs and outputs are.</summary>
/// <typeparam name="TSelf">The model's own class.</typeparam>
public interface IModel<TSelf>
    where TSelf : IModel<TSelf>
{
    /// <summary>Layers, inputs, outputs, sizes and costs.</summary>
    static abstract ModelInfo Info { get; }

    /// <summary>The size in bytes of the <see cref="Workspace"/> that one call needs.</summary>
    static abstract int ScratchBytes { get; }

    /// <summary>How many inputs lie behind one another in one call of <c>Run</c>; 1 unless the model was compiled for more.</summary>
    static virtual int Batch => 1;

    /// <summary>Runs the model on tensors.</summary>
    /// <param name="inputs">One tensor for each of <see cref="ModelInfo.Inputs"/>, in that order, of that type and length.</param>
    /// <param name="outputs">One tensor for each of <see cref="ModelInfo.Outputs"/>, in that order, of that type and length.</param>
    /// <exception cref="ArgumentException">A tensor is missing, or of another type or length.</exception>
    /// <exception cref="InvalidOperationException">The class was built without its weight file.</exception>
    static abstract void Run(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs);
}
