using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CnnCompiler.Inference;

namespace CnnCompiler.Training.Layers;

/// <summary>Reorders an image from height x width x channels to channels x height x width, the order of PyTorch's <c>nn.Flatten</c>.</summary>
internal sealed class TrainableFlatten(TensorShape input, TensorShape output) : TrainableLayer(input, output)
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Forward(ReadOnlySpan<float> input, Span<float> output, Slice slice, Pass pass)
    {
        for (int image = 0; image < slice.Count; image++)
            PlaneTransposition.ToPlanes(
                ref First(input, image), Input.Channels, ref First(output, image), Pixels, Pixels, Input.Channels);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Backward(
        ReadOnlySpan<float> input, ReadOnlySpan<float> output, ReadOnlySpan<float> outputGradient, Span<float> inputGradient, Slice slice)
    {
        if (inputGradient.IsEmpty)
            return;
        for (int image = 0; image < slice.Count; image++)
            PlaneTransposition.ToPixels(
                ref First(outputGradient, image), Pixels, ref First(inputGradient, image), Input.Channels, Pixels, Input.Channels);
    }

    private int Pixels => Input.Height * Input.Width;

    private ref float First(ReadOnlySpan<float> values, int image) => ref MemoryMarshal.GetReference(values.Slice(image * Input.Length, Input.Length));
}
