using CnnCompiler.Generator.Graph;

namespace CnnCompiler.Generator.Planning;

/// <summary>A graph ready to be written: kernels chosen, every value in its place.</summary>
/// <param name="Inputs">The types of the user's inputs.</param>
/// <param name="Outputs">The types of the user's outputs.</param>
/// <param name="Entry">The conversions of the user's inputs that run before everything else.</param>
/// <param name="Nodes">The other nodes in the order they run.</param>
/// <param name="Image">Where the bytes of an image are widened to: the place of the conversion they make unnecessary, or one of their own.</param>
/// <param name="ScratchLength">Scratch memory in float32 values.</param>
/// <param name="Buffers">Every value in scratch memory, for the header of the generated file.</param>
internal sealed record ExecutionPlan(
    IReadOnlyList<TensorType> Inputs,
    IReadOnlyList<TensorType> Outputs,
    IReadOnlyList<PlannedNode> Entry,
    IReadOnlyList<PlannedNode> Nodes,
    Place? Image,
    int ScratchLength,
    IReadOnlyList<ScratchBuffer> Buffers)
{
    /// <summary>
    /// Where in <see cref="Nodes"/> the tail begins that a batch computes layer by layer instead of input by input; their number where there is none.
    /// </summary>
    public int TailStart { get; init; }

    /// <summary>Where in scratch memory the values begin that the tail makes or reads: a batch keeps those of each of its inputs.</summary>
    public int HeadLength { get; init; }
}
