namespace CnnCompiler.Training.Layers;

/// <summary>Inverted dropout: in training a random share of the values becomes zero and the rest grows by 1 / (1 - rate).</summary>
internal sealed class TrainableDropout(Dropout layer, TensorShape shape, int position) : TrainableLayer(shape, shape)
{
    private float[] _factors = [];

    public override void Reserve(int count)
    {
        if (_factors.Length < count * Input.Length)
            _factors = new float[count * Input.Length];
    }

    public override void Forward(ReadOnlySpan<float> input, Span<float> output, int count, Pass pass)
    {
        var values = input[..(count * Input.Length)];
        if (!pass.Training)
        {
            values.CopyTo(output);
            return;
        }
        float kept = 1 / (1 - layer.Rate);
        var random = new KeyedRandom(KeyedRandom.Key(unchecked((long)pass.RandomKey), position));
        for (int index = 0; index < values.Length; index++)
        {
            _factors[index] = random.NextSingle() < layer.Rate ? 0 : kept;
            output[index] = values[index] * _factors[index];
        }
    }

    public override void Backward(
        ReadOnlySpan<float> input, ReadOnlySpan<float> output, ReadOnlySpan<float> outputGradient, Span<float> inputGradient, int count)
    {
        if (inputGradient.IsEmpty)
            return;
        for (int index = 0; index < count * Input.Length; index++)
            inputGradient[index] = outputGradient[index] * _factors[index];
    }
}
