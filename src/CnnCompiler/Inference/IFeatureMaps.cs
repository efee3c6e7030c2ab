namespace CnnCompiler.Inference;

/// <summary>The output of every layer of a model, as the nested class <c>FeatureMaps</c> offers it where <c>[CnnModel(..., FeatureMaps = true)]</c> asks for it.</summary>
public interface IFeatureMaps
{
    /// <summary>The maps in the order of the layers, with their names and shapes; the values are those of the last input.</summary>
    ReadOnlySpan<Tensor> All { get; }

    /// <summary>The map of a layer.</summary>
    /// <param name="name">The layer's name, or kind and position where it has none, such as <c>Conv2D0</c>; of an ONNX model, the node's name.</param>
    /// <exception cref="ArgumentException">There is no such map; the message lists those there are.</exception>
    Tensor this[string name] { get; }

    /// <summary>Computes the maps of an input.</summary>
    /// <param name="inputs">One tensor for each of <see cref="ModelInfo.Inputs"/>, in that order, of that type and length.</param>
    /// <exception cref="ArgumentException">A tensor is missing, or of another type or length.</exception>
    void Run(ReadOnlySpan<Tensor> inputs);
}
