using CnnCompiler.Training.Parallel;

namespace CnnCompiler.Training.Layers;

/// <summary>A batch as a layer sees it between the slices.</summary>
/// <param name="Input">The layer's inputs.</param>
/// <param name="Output">Its outputs.</param>
/// <param name="OutputGradient">Their gradients; only in the backward pass.</param>
/// <param name="InputGradient">Takes the gradients of the inputs; null where nobody needs them, and in the forward pass.</param>
/// <param name="Count">The number of images.</param>
/// <param name="Slices">The number of slices.</param>
/// <param name="Pass">How the pass is meant.</param>
/// <param name="Team">Who can help.</param>
internal readonly record struct WholeBatch(
    BatchValues Input, BatchValues Output, BatchValues OutputGradient, BatchValues? InputGradient, int Count, int Slices, Pass Pass, Team Team);
