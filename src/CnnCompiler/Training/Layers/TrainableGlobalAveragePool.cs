using CnnCompiler.Training.Kernels;

namespace CnnCompiler.Training.Layers;

/// <summary>The mean of every channel over the whole map.</summary>
internal sealed class TrainableGlobalAveragePool(TensorShape input, TensorShape output) : TrainableLayer(input, output)
{
    private float Share => 1f / (Input.Height * Input.Width);

    public override void Forward(ReadOnlySpan<float> input, Span<float> output, Slice slice, Pass pass)
    {
        for (int image = 0; image < slice.Count; image++)
        {
            var means = output.Slice(image * Output.Length, Output.Length);
            means.Clear();
            ColumnSums.Add(input.Slice(image * Input.Length, Input.Length), means);
            foreach (ref float mean in means)
                mean *= Share;
        }
    }

    public override void Backward(
        ReadOnlySpan<float> input, ReadOnlySpan<float> output, ReadOnlySpan<float> outputGradient, Span<float> inputGradient, Slice slice)
    {
        if (inputGradient.IsEmpty)
            return;
        inputGradient[..(slice.Count * Input.Length)].Clear();
        for (int image = 0; image < slice.Count; image++)
        {
            var arriving = outputGradient.Slice(image * Output.Length, Output.Length);
            var gradient = inputGradient.Slice(image * Input.Length, Input.Length);
            for (int start = 0; start < gradient.Length; start += arriving.Length)
                PixelKernels.AddScaled(arriving, Share, gradient.Slice(start, arriving.Length));
        }
    }
}
