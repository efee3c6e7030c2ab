namespace CnnCompiler.Training.Layers;

/// <summary>
/// The beginning of the layers on a short cut: what comes in waits for the sum at the end of the block, what goes out is what came into the block.
/// </summary>
internal sealed class TrainableShortcut(TensorShape input, TensorShape output) : TrainableLayer(input, output)
{
    private BatchValues? _block;
    private BatchValues? _sum;

    /// <summary>The number, in the net, of the values that came into the block.</summary>
    public int Block { get; set; }

    /// <summary>The number, in the net, of the values that the block ends with.</summary>
    public int Sum { get; set; }

    public override void Connect(IReadOnlyList<BatchValues> values, IReadOnlyList<BatchValues> gradients) => (_block, _sum) = (values[Block], gradients[Sum]);

    public override void Forward(ReadOnlySpan<float> input, Span<float> output, Slice slice, Pass pass) => _block!.Of(slice).CopyTo(output);

    public override void Backward(
        ReadOnlySpan<float> input, ReadOnlySpan<float> output, ReadOnlySpan<float> outputGradient, Span<float> inputGradient, Slice slice)
    {
        if (!inputGradient.IsEmpty)
            _sum!.Of(slice).CopyTo(inputGradient);
    }
}
