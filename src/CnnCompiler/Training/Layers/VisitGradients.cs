using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CnnCompiler.Inference;
using CnnCompiler.Training.Kernels;

namespace CnnCompiler.Training.Layers;

/// <summary>Weight gradients from the chosen outputs alone (<see cref="VisitProducts"/>).</summary>
internal sealed class VisitGradients(PooledGeometry geometry, int weightsOfAChannel) : PooledGradients(geometry)
{
    // What the visits to a strip of the input read over and over: within the first-level cache with room for the weights.
    private const int MostValuesOfAStrip = 6 * 1024;

    private AlignedMemory[] _sums = [];
    private Scratch[] _scratch = [];

    public override void Reserve(int slices, int workers)
    {
        while (_sums.Length < slices)
            _sums = [.. _sums, new AlignedMemory(checked(Channels * Row * sizeof(float)))];
        while (_scratch.Length < workers)
            _scratch = [.. _scratch, new Scratch(Channels, Geometry.Windows)];
    }

    public override void Clear(Slice slice) => _sums[slice.Index].Floats.Clear();

    // Channel by channel the visits to a strip of the input: the sums of a channel's weights stay in registers meanwhile.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Add(ReadOnlySpan<float> input, ReadOnlySpan<float> arriving, ReadOnlySpan<int> chosen, Slice slice)
    {
        var scratch = _scratch[slice.Worker];
        var sums = _sums[slice.Index].Floats;
        int windows = Geometry.Windows;
        int step = Math.Max(1, MostValuesOfAStrip / Geometry.ValuesOfAWindowRow) * Geometry.Output.Width;
        for (int start = 0; start < windows; start += step)
        {
            int end = Math.Min(windows, start + step);
            GatherByChannel(arriving, chosen, start, end, scratch);
            for (int channel = 0; channel < Channels; channel++)
            {
                int first = channel * windows;
                int count = scratch.Counts[channel];
                VisitProducts.AddWeightGradients(
                    input, scratch.Places.AsSpan(first, count), scratch.Factors.AsSpan(first, count), Geometry.Visits, sums.Slice(channel * Row, Row));
            }
        }
    }

    public override void Finish(int slices, int start, int end, Span<float> gradients)
    {
        var sums = _sums[0].Floats[(start * Row)..(end * Row)];
        foreach (var others in _sums.AsSpan(1, slices - 1))
            Elementwise.Add(others.Floats[(start * Row)..(end * Row)], sums);
        for (int channel = start; channel < end; channel++)
            Geometry.Visits.AddTo(sums[((channel - start) * Row)..], gradients[(channel * weightsOfAChannel)..]);
    }

    private int Row => Geometry.Visits.RowLength;

    // Written without a branch: a visit with no gradient is written and then written over.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void GatherByChannel(ReadOnlySpan<float> arriving, ReadOnlySpan<int> chosen, int start, int end, Scratch scratch)
    {
        int channels = Channels, windows = Geometry.Windows, size = Geometry.WindowSize;
        var (counts, places, factors, pixels) = (scratch.Counts, scratch.Places, scratch.Factors, Geometry.Forward.Pixels);
        Array.Clear(counts);
        ref int count = ref MemoryMarshal.GetArrayDataReference(counts);
        ref int place = ref MemoryMarshal.GetArrayDataReference(places);
        ref float factor = ref MemoryMarshal.GetArrayDataReference(factors);
        for (int window = start; window < end; window++)
        {
            var gradients = arriving.Slice(window * channels, channels);
            var numbers = chosen.Slice(window * channels, channels);
            var choices = pixels.AsSpan(window * size, size);
            for (int channel = 0, first = 0; channel < gradients.Length; channel++, first += windows)
            {
                // A channel has as many places as there are windows, and takes at most one at each.
                int taken = Unsafe.Add(ref count, channel);
                Unsafe.Add(ref place, first + taken) = choices[numbers[channel]];
                Unsafe.Add(ref factor, first + taken) = gradients[channel];
                Unsafe.Add(ref count, channel) = taken + (gradients[channel] == 0 ? 0 : 1);
            }
        }
    }

    /// <summary>What one worker needs besides.</summary>
    private sealed class Scratch(int channels, int windows)
    {
        public int[] Counts { get; } = new int[channels];

        public int[] Places { get; } = new int[channels * windows];

        public float[] Factors { get; } = new float[channels * windows];
    }
}
