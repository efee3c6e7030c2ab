namespace CnnCompiler.Benchmarks;

/// <summary>A compiled model and ONNX Runtime, measured in turn.</summary>
internal sealed class Contest(Pairing pairing) : IDisposable
{
    private readonly Stopwatches.Series _ours = new(pairing.Ours);
    private readonly Stopwatches.Series? _fromPlanes = pairing.OursFromPlanes is { } fromPlanes ? new(fromPlanes) : null;
    private readonly Stopwatches.Series? _alone = pairing.OursAlone is { } call ? new(call) : null;
    private readonly Stopwatches.Series _theirs = new(pairing.Theirs);
    private readonly List<double> _ratios = [];
    private readonly List<double> _ratiosFromPlanes = [];
    private readonly List<double> _gains = [];
    private readonly List<double> _shares = [];

    /// <summary>Lets the just-in-time compiler and ONNX Runtime settle.</summary>
    public void WarmUp()
    {
        _ours.WarmUp();
        _fromPlanes?.WarmUp();
        _alone?.WarmUp();
        _theirs.WarmUp();
    }

    /// <summary>One round of either, taking turns at who is first.</summary>
    /// <param name="peak">The FMA peak of this round in GFLOP/s.</param>
    public void Measure(double peak)
    {
        double ours;
        double theirs;
        if (_ratios.Count % 2 == 0)
            (ours, theirs) = (_ours.Measure(), _theirs.Measure());
        else
            (theirs, ours) = (_theirs.Measure(), _ours.Measure());
        _ratios.Add(theirs / ours);
        _shares.Add(Gflops(ours) / peak);
        if (_fromPlanes is not null)
            _ratiosFromPlanes.Add(theirs / _fromPlanes.Measure());
        if (_alone is not null)
            _gains.Add(_alone.Measure() / ours);
    }

    /// <summary>The medians of all rounds.</summary>
    /// <param name="threads">The threads of a call.</param>
    /// <param name="peakGain">What so many threads reach of multiply-adds, divided by what one does; null for one.</param>
    public Result Result(int threads, double? peakGain)
    {
        var (low, ratio, high) = (Quantiles.Of(_ratios, 0.25), Quantiles.Of(_ratios, 0.5), Quantiles.Of(_ratios, 0.75));
        return new Result(
            pairing.Name, _ours.Median / pairing.Images, _theirs.Median / pairing.Images, ratio, low, high, Gflops(_ours.Median), Quantiles.Of(_shares, 0.5),
            pairing.Difference, pairing.Layout, pairing.Images, _fromPlanes?.Median / pairing.Images,
            _fromPlanes is null ? null : Quantiles.Of(_ratiosFromPlanes, 0.5), threads, _alone?.Median / pairing.Images,
            _alone is null ? null : Quantiles.Of(_gains, 0.5), peakGain);
    }

    public void Dispose() => pairing.Memory.Dispose();

    private double Gflops(double microseconds) => 2e-3 * pairing.Images * pairing.MultiplyAdds / microseconds;
}
