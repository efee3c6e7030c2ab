using System.Runtime.CompilerServices;

namespace CnnCompiler.Training.Kernels;

/// <summary>
/// Weights in the order that <see cref="TapProducts"/> reads them: a block for each vector of lanes, in it the taps one after the other, lanes
/// beyond the last zero. The parameter itself stays in PyTorch's order.
/// </summary>
internal sealed class TapWeights
{
    private readonly float[] _values;
    private readonly TapPlan _plan;
    private readonly int _lanes;
    private readonly int _laneStep;

    /// <summary>Room for the weights of one plan.</summary>
    /// <param name="plan">The plan whose taps they belong to.</param>
    /// <param name="lanes">The number of outputs.</param>
    /// <param name="laneStep">Weights from one lane to the next in the layer's parameter.</param>
    /// <param name="width">The number of lanes of a vector; what suits the outputs and the machine where none is given.</param>
    public TapWeights(TapPlan plan, int lanes, int laneStep, int? width = null)
    {
        (_plan, _lanes, _laneStep) = (plan, lanes, laneStep);
        Width = width ?? LaneCount.For(lanes);
        PaddedLanes = LaneCount.RoundUp(lanes, Width);
        _values = new float[checked(PaddedLanes * plan.Taps.Length)];
    }

    /// <summary>The number of lanes of a vector.</summary>
    public int Width { get; }

    /// <summary>The number of outputs rounded up to whole vectors.</summary>
    public int PaddedLanes { get; }

    /// <summary>The weights: [block][tap][lane].</summary>
    public Span<float> Values => _values;

    /// <summary>The weights of some lanes.</summary>
    /// <param name="start">The first lane, a multiple of <see cref="Width"/>.</param>
    /// <param name="end">The lane behind the last; its block's others come along.</param>
    public Span<float> Blocks(int start, int end) =>
        _values.AsSpan((start * _plan.Taps.Length)..(LaneCount.RoundUp(end, Width) * _plan.Taps.Length));

    /// <summary>Takes the weights over from the layer's parameter.</summary>
    /// <param name="parameter">The parameter, from this group's first weight on.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Pack(ReadOnlySpan<float> parameter)
    {
        int[] sources = _plan.Sources;
        for (int lane = 0; lane < _lanes; lane++)
        {
            var weights = parameter[(lane * _laneStep)..];
            var block = _values.AsSpan(lane / Width * sources.Length * Width + lane % Width);
            for (int tap = 0; tap < sources.Length; tap++)
                block[tap * Width] = weights[sources[tap]];
        }
    }

    /// <summary>Adds gradients to those of the layer's parameter: the way back of <see cref="Pack"/>.</summary>
    /// <param name="parameter">The parameter's gradients, from this group's first weight on.</param>
    public void AddTo(Span<float> parameter) => AddTo(parameter, 0, _lanes);

    /// <summary>Adds the gradients of some lanes to those of the layer's parameter.</summary>
    /// <param name="parameter">The parameter's gradients, from this group's first weight on.</param>
    /// <param name="start">The first lane.</param>
    /// <param name="end">The lane behind the last.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddTo(Span<float> parameter, int start, int end)
    {
        int[] sources = _plan.Sources;
        for (int lane = start; lane < end; lane++)
        {
            var gradients = parameter[(lane * _laneStep)..];
            ReadOnlySpan<float> block = _values.AsSpan(lane / Width * sources.Length * Width + lane % Width);
            for (int tap = 0; tap < sources.Length; tap++)
                gradients[sources[tap]] += block[tap * Width];
        }
    }
}
