using System.Globalization;
using CnnCompiler.Inference;
using CnnCompiler.Nets;
using CnnCompiler.Oracle;

namespace CnnCompiler.Benchmarks;

/// <summary>A compiled net and the same net in ONNX Runtime, given the same weights and inputs and measured in turn.</summary>
internal sealed class Contest : IDisposable
{
    private readonly CompiledNet _net;
    private readonly OnnxBoundNet _reference;
    private readonly Stopwatches.Series _ours;
    private readonly Stopwatches.Series _theirs;
    private readonly List<double> _ratios = [];
    private readonly List<double> _shares = [];
    private readonly double _difference;

    public Contest(CompiledNet net)
    {
        _net = net;
        var weights = RandomWeights.Of(net.Architecture, 1);
        float[] input = RandomWeights.InputOf(net.Architecture, 1);
        using var file = new MemoryStream(RandomWeights.ToSafetensors(net.Architecture, weights));
        var predictor = net.Load(file);
        float[] output = new float[predictor.OutputLength];
        var workspace = new Workspace(checked((int)net.Info.ScratchBytes));
        _reference = new OnnxBoundNet(net.Architecture, weights, input);
        _ours = new Stopwatches.Series(() => predictor.Predict(input, output, workspace));
        _theirs = new Stopwatches.Series(_reference.Run);
        predictor.Predict(input, output, workspace);
        _difference = Difference.Relative(_reference.Output(), output);
    }

    /// <summary>Lets the just-in-time compiler and ONNX Runtime settle.</summary>
    public void WarmUp()
    {
        _ours.WarmUp();
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
    }

    public Result Result()
    {
        var (low, ratio, high) = (Quantiles.Of(_ratios, 0.25), Quantiles.Of(_ratios, 0.5), Quantiles.Of(_ratios, 0.75));
        return new Result(_net.Name, _ours.Median, _theirs.Median, ratio, low, high, Gflops(_ours.Median), Quantiles.Of(_shares, 0.5), _difference, Layout());
    }

    public void Dispose() => _reference.Dispose();

    private double Gflops(double microseconds) => 2e-3 * _net.Info.MultiplyAdds / microseconds;

    /// <summary>Our inputs have their channels last, those of ONNX Runtime first; with one channel that is the same.</summary>
    private string Layout()
    {
        var shape = _net.Architecture.InputShape;
        return shape.Channels == 1 || shape.Width * shape.Height == 1
            ? shape.ToString()
            : string.Create(CultureInfo.InvariantCulture, $"{shape.Height}x{shape.Width}x{shape.Channels} / {shape.Channels}x{shape.Height}x{shape.Width}");
    }
}
