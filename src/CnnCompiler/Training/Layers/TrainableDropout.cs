using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CnnCompiler.Training.Layers;

/// <summary>Inverted dropout: in training a random share of the values becomes zero and the rest grows by 1 / (1 - rate).</summary>
/// <remarks>What is dropped depends on the step, the layer and the image's place in the batch.</remarks>
internal sealed class TrainableDropout(Dropout layer, TensorShape shape, int position) : TrainableLayer(shape, shape)
{
    private float[] _factors = [];

    public override void Reserve(int count, int slices, int workers)
    {
        if (_factors.Length < count * Input.Length)
            _factors = new float[count * Input.Length];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Forward(ReadOnlySpan<float> input, Span<float> output, Slice slice, Pass pass)
    {
        if (!pass.Training)
        {
            input.CopyTo(output);
            return;
        }
        float kept = 1 / (1 - layer.Rate);
        uint limit = (uint)((double)layer.Rate * (1L << 32));
        int length = Input.Length;
        for (int image = 0; image < slice.Count; image++)
        {
            var random = new KeyedRandom(KeyedRandom.Key(unchecked((long)pass.RandomKey), position, slice.First + image));
            var factors = _factors.AsSpan((slice.First + image) * length, length);
            // Raw bits first, two values from each draw; a branch for each value would be guessed wrong every second time.
            var draws = MemoryMarshal.Cast<float, ulong>(factors);
            for (int index = 0; index < draws.Length; index++)
                draws[index] = random.NextBits();
            if (length % 2 != 0)
                factors[^1] = BitConverter.UInt32BitsToSingle((uint)random.NextBits());
            Kernels.Elementwise.Threshold(factors, limit, kept);
        }
        Kernels.Elementwise.Multiply(input, _factors.AsSpan(slice.First * length), output);
    }

    public override void Backward(
        ReadOnlySpan<float> input, ReadOnlySpan<float> output, ReadOnlySpan<float> outputGradient, Span<float> inputGradient, Slice slice)
    {
        if (!inputGradient.IsEmpty)
            Kernels.Elementwise.Multiply(outputGradient, _factors.AsSpan(slice.First * Input.Length), inputGradient);
    }
}
