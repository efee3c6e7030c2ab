using CnnCompiler.Weights;

namespace CnnCompiler.Oracle;

/// <summary>Seeded weights and inputs with which the values between the layers stay near 1, as in a trained net.</summary>
public static class RandomWeights
{
    /// <summary>A value for every tensor of a net, by its name in the weight file.</summary>
    /// <param name="architecture">The net.</param>
    /// <param name="seed">The same seed gives the same values everywhere.</param>
    public static Dictionary<string, float[]> Of(Architecture architecture, int seed)
    {
        var random = new RandomValues((ulong)seed);
        var weights = new Dictionary<string, float[]>(StringComparer.Ordinal);
        for (int index = 0; index < architecture.Layers.Count; index++)
            foreach (var parameter in architecture.ParametersOf(index))
                weights.Add(parameter.Name, Values(architecture, index, parameter, random));
        return weights;
    }

    /// <summary>The bytes of a weight file with these values.</summary>
    /// <param name="architecture">The net.</param>
    /// <param name="weights">The values of its tensors, by their names in the weight file.</param>
    public static byte[] ToSafetensors(Architecture architecture, IReadOnlyDictionary<string, float[]> weights)
    {
        using var stream = new MemoryStream();
        SafetensorsWriter.Write(stream, architecture.Parameters.Select(
            parameter => new WeightTensor(parameter.Name, parameter.Shape, weights[parameter.Name])));
        return stream.ToArray();
    }

    /// <summary>An input whose values have zero mean and a standard deviation of 1.</summary>
    public static float[] InputOf(Architecture architecture, int seed) =>
        new RandomValues((ulong)seed ^ 0xA5A5A5A5A5A5A5A5).Bell(architecture.InputShape.Length, 1);

    private static float[] Values(Architecture architecture, int layer, LayerParameter parameter, RandomValues random)
    {
        string role = parameter.Name[(parameter.Name.LastIndexOf('.') + 1)..];
        bool norm = architecture.Layers[layer] is BatchNorm;
        return role switch
        {
            "weight" when norm => random.Between(parameter.Length, 0.5f, 1.5f),
            "running_mean" => random.Bell(parameter.Length, 0.3f),
            "running_var" => random.Between(parameter.Length, 0.4f, 2),
            "weight" => random.Bell(parameter.Length, Deviation(architecture, layer, parameter)),
            "bias" => random.Bell(parameter.Length, 0.2f),
            _ => throw new NotSupportedException($"No rule for random values of {parameter.Name}."),
        };
    }

    /// <summary>He et al., "Delving Deep into Rectifiers", 2015: variance 2 / fan-in where a rectifier halves the power, 1 / fan-in elsewhere.</summary>
    private static float Deviation(Architecture architecture, int layer, LayerParameter parameter)
    {
        long fanIn = parameter.Length / parameter.Shape[0];
        var next = architecture.Layers.Skip(layer + 1).FirstOrDefault(follower => follower is not (BatchNorm or MaxPool or Dropout or Residual));
        return MathF.Sqrt((next is ReLU or LeakyReLU ? 2f : 1f) / fanIn);
    }
}
