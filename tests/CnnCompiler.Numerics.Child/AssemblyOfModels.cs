using System.Reflection;
using CnnCompiler.Inference;
using CnnCompiler.Oracle;

namespace CnnCompiler.Numerics.Child;

/// <summary>Runs the model classes of an assembly that a test compiled.</summary>
internal static class AssemblyOfModels
{
    /// <summary>The output of each model for the input of seed 1.</summary>
    public static IEnumerable<(string Name, float[] Output)> Outputs(string path)
    {
        var outputOf = typeof(AssemblyOfModels).GetMethod(nameof(OutputOf), BindingFlags.NonPublic | BindingFlags.Static)!;
        foreach (var type in Assembly.LoadFrom(path).GetExportedTypes().Where(type => type.GetCustomAttribute<CnnModelAttribute>() is not null))
        {
            var net = (Architecture)type.GetProperty("Architecture")!.GetValue(null)!;
            yield return (type.Name, outputOf.MakeGenericMethod(type).CreateDelegate<Func<float[], float[]>>()(RandomWeights.InputOf(net, 1)));
        }
    }

    private static float[] OutputOf<TModel>(float[] input)
        where TModel : IFloatModel<TModel>
    {
        float[] output = new float[TModel.OutputLength];
        TModel.Predict(input, output);
        return output;
    }
}
