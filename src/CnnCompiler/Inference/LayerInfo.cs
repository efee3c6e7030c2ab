namespace CnnCompiler.Inference;

/// <summary>What a model says of one layer.</summary>
/// <param name="Name">The layer's name in the weight file.</param>
/// <param name="Kind">The field's name for the layer, such as <c>Conv2D</c>.</param>
/// <param name="OutputShape">The shape it makes, as people write it: height x width x channels.</param>
/// <param name="Parameters">Values it reads from the weight file.</param>
/// <param name="MultiplyAdds">Multiplications with an addition that one pass takes.</param>
/// <param name="ReceptiveField">The region of the input that one output sees, such as <c>5x5</c>.</param>
/// <param name="ActivationBytes">The size of its output as float32.</param>
/// <param name="Kernel">The kernel that computes it and why that one was chosen, or the layer it became part of.</param>
public sealed record LayerInfo(
    string Name, string Kind, string OutputShape, long Parameters, long MultiplyAdds, string ReceptiveField, long ActivationBytes, string Kernel);
