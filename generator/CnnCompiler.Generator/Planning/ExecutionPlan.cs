namespace CnnCompiler.Generator.Planning;

/// <summary>A graph ready to be written: kernels chosen, every value in its place.</summary>
/// <param name="Nodes">The nodes in the order they run.</param>
/// <param name="Image">The layout in which the first kernels read the input.</param>
/// <param name="ReadsInputInPlace">Whether kernels read the user's float input where it lies; otherwise it is first copied to <paramref name="ImageOffset"/>.</param>
/// <param name="ImageOffset">Where in scratch memory the copy lies; bytes of an image are always widened to there.</param>
/// <param name="OutputCopy">The place of the result where it must still be copied to the user's output; null where a kernel writes it there.</param>
/// <param name="OutputLayout">The user's output.</param>
/// <param name="ScratchLength">Scratch memory in float32 values.</param>
/// <param name="Buffers">Every value in scratch memory, for the header of the generated file.</param>
internal sealed record ExecutionPlan(
    IReadOnlyList<PlannedNode> Nodes,
    TensorLayout Image,
    bool ReadsInputInPlace,
    int ImageOffset,
    Place? OutputCopy,
    TensorLayout OutputLayout,
    int ScratchLength,
    IReadOnlyList<ScratchBuffer> Buffers);
