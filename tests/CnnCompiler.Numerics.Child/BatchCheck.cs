using System.Runtime.InteropServices;
using CnnCompiler.Inference;
using CnnCompiler.Nets;

namespace CnnCompiler.Numerics.Child;

/// <summary>Compares a net's batches, and its predictions on several threads, with its single prediction.</summary>
internal static class BatchCheck
{
    /// <summary>Nets above this many multiply-adds get a small batch: without vectors, on two busy cores, they take a second an image.</summary>
    private const long Large = 5_000_000;

    /// <summary>Predicts the same input in other ways.</summary>
    /// <exception cref="InvalidOperationException">One of them gives other bits.</exception>
    public static void Run(CompiledNet net, IPredictor predictor, float[] input, float[] expected)
    {
        int count = net.Info.MultiplyAdds > Large ? 2 : 13;
        float[] inputs = [.. Enumerable.Repeat(input, count).SelectMany(values => values)];
        // One thread first: the just-in-time compiler's listings, which a test reads, are then those of one thread at a time.
        for (int threads = 1; threads <= 2; threads++)
        {
            float[] output = new float[expected.Length];
            predictor.Predict(input, output, threads);
            Compare($"{net.Name} on {threads} threads", expected, output);

            float[] outputs = new float[count * expected.Length];
            predictor.PredictBatch(inputs, outputs, count, threads);
            for (int image = 0; image < count; image++)
                Compare($"{net.Name} in a batch on {threads} threads", expected, outputs.AsSpan(image * expected.Length, expected.Length));
        }
    }

    private static void Compare(string what, ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        if (!MemoryMarshal.Cast<float, uint>(expected).SequenceEqual(MemoryMarshal.Cast<float, uint>(actual)))
            throw new InvalidOperationException($"{what} gives other bits than by itself.");
    }
}
