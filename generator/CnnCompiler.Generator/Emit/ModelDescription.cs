using CnnCompiler.Generator.Graph;

namespace CnnCompiler.Generator.Emit;

/// <summary>What a front end tells the emitter of the model beside its graph.</summary>
/// <param name="Inputs">The inputs as <c>Info</c> names them.</param>
/// <param name="Outputs">The outputs as <c>Info</c> names them.</param>
/// <param name="Layers">The layers as they were declared.</param>
/// <param name="ArchitectureCode">The C# expression, over several lines, that rebuilds the declaration; null where there was none.</param>
/// <param name="Bytes">What bytes of an image mean; null where the input is no image.</param>
internal sealed record ModelDescription(
    IReadOnlyList<TensorDescription> Inputs, IReadOnlyList<TensorDescription> Outputs, IReadOnlyList<LayerDescription> Layers, IReadOnlyList<string>? ArchitectureCode, ByteScaling? Bytes);

/// <summary>An input or output: its name, and its axes in the order the user sees.</summary>
internal sealed record TensorDescription(string Name, ElementType Element, IReadOnlyList<int> Shape)
{
    public int Length => Shape.Aggregate(1, (product, axis) => checked(product * axis));
}

/// <summary>A layer for the model's summary.</summary>
internal sealed record LayerDescription(
    string Name, string Kind, string OutputShape, long Parameters, long MultiplyAdds, string ReceptiveField, long ActivationBytes);

/// <summary>Value = byte * factor + summand for each channel of the net; reversed where the bytes hold the channels from last to first.</summary>
internal sealed record ByteScaling(IReadOnlyList<float> Factors, IReadOnlyList<float> Summands, bool Reversed);
