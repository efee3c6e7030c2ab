using System.Runtime.CompilerServices;
using CnnCompiler.Inference;
using CnnCompiler.Training.Kernels;

namespace CnnCompiler.Training.Layers;

/// <summary>
/// Weight gradients as those of a convolution without a pool: every output of a window counts, with a gradient of zero where it was not chosen. For kernels of
/// so few taps that this is less work than telling the outputs apart.
/// </summary>
internal sealed class WindowGradients(PooledGeometry geometry, int weightsOfAChannel) : PooledGradients(geometry)
{
    // Vectors of lanes are read behind the last output too.
    private const int Slack = 16;

    private TapWeights[] _sums = [];
    private AlignedMemory[] _spread = [];

    public override void Reserve(int slices, int workers)
    {
        while (_sums.Length < slices)
            _sums = [.. _sums, new TapWeights(Geometry.Forward, Channels, weightsOfAChannel)];
        while (_spread.Length < workers)
            _spread = [.. _spread, new AlignedMemory((Geometry.Forward.Pixels.Length * Channels + Slack) * sizeof(float))];
    }

    public override void Clear(Slice slice) => _sums[slice.Index].Values.Clear();

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Add(ReadOnlySpan<float> input, ReadOnlySpan<float> arriving, ReadOnlySpan<int> chosen, Slice slice)
    {
        var spread = _spread[slice.Worker].Floats;
        LargestOfWindow.Spread(arriving, chosen, Geometry.WindowSize, Channels, spread);
        TapGradients.Run(Geometry.Forward, Geometry.Forward.Pixels.Length, input, spread, Channels, Channels, _sums[slice.Index]);
    }

    public override void Finish(int slices, int start, int end, Span<float> gradients)
    {
        var sums = _sums[0];
        foreach (var others in _sums.AsSpan(1, slices - 1))
            Elementwise.Add(others.Blocks(start, end), sums.Blocks(start, end));
        sums.AddTo(gradients, start, end);
    }
}
