using System.Reflection;
using CnnCompiler.Inference;
using CnnCompiler.Oracle;

namespace CnnCompiler.Numerics.Child;

/// <summary>Runs the model classes of an assembly that a test compiled, on memory that ends or starts where the process may not go.</summary>
internal static class AssemblyOfModels
{
    private delegate void PredictPixels(ReadOnlySpan<byte> pixels, int rowStride, Span<float> output);

    /// <summary>The output of each model for the input of seed 1.</summary>
    public static IEnumerable<(string Name, float[] Output)> Outputs(string path)
    {
        var outputOf = typeof(AssemblyOfModels).GetMethod(nameof(OutputOf), BindingFlags.NonPublic | BindingFlags.Static)!;
        foreach (var type in Assembly.LoadFrom(path).GetExportedTypes().Where(type => type.GetCustomAttribute<CnnModelAttribute>() is not null))
        {
            var net = (Architecture)type.GetProperty("Architecture")!.GetValue(null)!;
            yield return (type.Name, outputOf.MakeGenericMethod(type).CreateDelegate<Func<float[], float[]>>()(RandomWeights.InputOf(net, 1)));
            if (net.InputShape.Rank == 3)
                ReadPixels(type, net);
        }
    }

    private static float[] OutputOf<TModel>(float[] input)
        where TModel : IFloatModel<TModel>
    {
        float[] output = [];
        foreach (bool atEnd in new[] { true, false })
        {
            using var inputs = new GuardedMemory(input.Length * sizeof(float));
            using var outputs = new GuardedMemory(TModel.OutputLength * sizeof(float));
            var source = inputs.Span<float>(input.Length, atEnd);
            var target = outputs.Span<float>(TModel.OutputLength, atEnd);
            input.CopyTo(source);
            TModel.Predict(source, target);
            if (output.Length > 0 && !target.SequenceEqual(output))
                throw new InvalidOperationException($"{typeof(TModel)} gives other bits where its memory is aligned otherwise.");
            output = target.ToArray();
        }
        return output;
    }

    private static void ReadPixels(Type type, Architecture net)
    {
        var predict = type.GetMethod("Predict", [typeof(ReadOnlySpan<byte>), typeof(int), typeof(Span<float>)])!.CreateDelegate<PredictPixels>();
        int rowStride = net.InputShape.Width * net.InputShape.Channels;
        foreach (bool atEnd in new[] { true, false })
        {
            using var pixels = new GuardedMemory(net.InputShape.Length);
            using var outputs = new GuardedMemory(net.OutputShape.Length * sizeof(float));
            predict(pixels.Span<byte>(net.InputShape.Length, atEnd), rowStride, outputs.Span<float>(net.OutputShape.Length, atEnd));
        }
    }
}
