using System.ComponentModel;

namespace CnnCompiler.Inference;

/// <summary>A compiled net that computes blocks of several inputs at a time. Generated code implements it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IBatchedModel
{
    /// <summary>The number of values of one input.</summary>
    static abstract int InputLength { get; }

    /// <summary>The number of values of one output.</summary>
    static abstract int OutputLength { get; }

    /// <summary>The most inputs of one block.</summary>
    static abstract int BlockLength { get; }

    /// <summary>Bytes of scratch memory of one block.</summary>
    static abstract int ScratchBytes { get; }

    /// <summary>Computes a block; lengths have been checked.</summary>
    /// <param name="count">The number of inputs, from 1 to <see cref="BlockLength"/>.</param>
    /// <param name="inputs">The first value of the inputs, which lie behind one another.</param>
    /// <param name="outputs">The first value of the outputs.</param>
    /// <param name="scratch">The first value of the scratch memory.</param>
    /// <param name="weights">The first value of the packed weights.</param>
    static abstract void Run(int count, ref float inputs, ref float outputs, ref float scratch, ref float weights);
}
