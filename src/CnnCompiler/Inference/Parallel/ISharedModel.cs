using System.ComponentModel;

namespace CnnCompiler.Inference;

/// <summary>A compiled net that runs step by step, some steps in pieces that threads share. Generated code implements it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ISharedModel
{
    /// <summary>The number of values of one input.</summary>
    static abstract int InputLength { get; }

    /// <summary>The number of values of one output.</summary>
    static abstract int OutputLength { get; }

    /// <summary>Bytes of scratch memory of one call.</summary>
    static abstract int ScratchBytes { get; }

    /// <summary>Bytes of scratch memory that each thread needs for itself.</summary>
    static abstract int TemporaryBytes { get; }

    /// <summary>The number of steps.</summary>
    static abstract int StepCount { get; }

    /// <summary>The pieces of a step; 1 where one thread computes it.</summary>
    static abstract int PiecesOf(int step);

    /// <summary>Computes some pieces of a step; lengths have been checked.</summary>
    /// <param name="step">The step, from 0.</param>
    /// <param name="begin">The first piece.</param>
    /// <param name="end">The piece behind the last one.</param>
    /// <param name="input">The first value of the input.</param>
    /// <param name="output">The first value of the output.</param>
    /// <param name="scratch">The first value of the scratch memory.</param>
    /// <param name="temporary">The first value of the thread's own scratch memory.</param>
    /// <param name="weights">The first value of the packed weights.</param>
    static abstract void Run(
        int step, int begin, int end, ref float input, ref float output, ref float scratch, ref float temporary, ref float weights);
}
