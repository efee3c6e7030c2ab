using CnnCompiler.Inference;
using CnnCompiler.Training;

namespace Mechanisms.Measurements;

/// <summary>Runs compiled classes.</summary>
internal static class Running
{
    /// <summary>The output of an input.</summary>
    public static float[] Predict<TNet>(ReadOnlySpan<float> input)
        where TNet : IFloatModel<TNet>
    {
        float[] output = new float[TNet.OutputLength];
        TNet.Predict(input, output);
        return output;
    }

    /// <summary>The shape of the output as people write it.</summary>
    public static string ShapeOf<TNet>()
        where TNet : IModel<TNet> => TNet.Info.Layers[^1].OutputShape;

    /// <summary>Random weights of a net as the bytes of a weight file.</summary>
    public static MemoryStream RandomWeights(CnnCompiler.Architecture architecture, int seed)
    {
        var file = new MemoryStream();
        new Network(architecture, seed).Save(file);
        file.Position = 0;
        return file;
    }
}
