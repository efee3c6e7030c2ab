namespace CnnCompiler.Training.Layers;

/// <summary>How a pass through the network is meant.</summary>
/// <param name="Training">Whether dropout drops and batch normalisation uses the batch's own statistics.</param>
/// <param name="RandomKey">What the random choices of this step depend on.</param>
internal readonly record struct Pass(bool Training, ulong RandomKey = 0)
{
    /// <summary>A pass that predicts.</summary>
    public static Pass Inference => new(false);
}
