using System.Globalization;
using System.Runtime.CompilerServices;
using CnnCompiler.Testing;

namespace CnnCompiler.Generator.Tests.Snapshots;

/// <summary>Generated files, approved as code.</summary>
public class GeneratedFileTests
{
    private static readonly EmbeddedWeights Weights = new("net.safetensors", "CnnModel/net.safetensors", new string('0', 64), IsOnnx: false);

    [Fact]
    public void DigitClassifier() => Verify(new(
        new Input(28, 28, 1) { Scale = 1f / 255 },
        new Conv2D(8, 3), new ReLU(), new MaxPool(2), new Conv2D(16, 3), new ReLU(), new MaxPool(2), new Flatten(), new Dense(10), new Softmax()));

    [Fact]
    public void PaddedColourNet() => Verify(new(
        new Input(12, 10, 3) { Mean = [0.4f, 0.5f, 0.6f], StandardDeviation = [0.2f], Order = ChannelOrder.Bgr },
        new Conv2D(32, 3) { Padding = Padding.Same, Bias = false }, new BatchNorm(), new LeakyReLU(0.1f),
        new DepthwiseConv2D(3) { Stride = 2, Pad = 1 }, new Conv2D(6, 1), new Tanh(), new AveragePool(2) { Pad = 1, CountIncludePad = false },
        new GlobalAveragePool(), new Flatten(), new Dense(3), new Sigmoid()));

    [Fact]
    public void GroupedSequenceNet() => Verify(new(
        new Input(40, 6), new Conv1D(12, 5) { Groups = 3 }, new ReLU(), new BatchNorm(), new Flatten(), new Softmax()));

    [Fact]
    public void ManyChannelsNet() => Verify(new(
        new Input(18, 14, 16), new Conv2D(16, 3) { Padding = Padding.Same }, new ReLU(), new Conv2D(32, 3), new ReLU(), new MaxPool(2)));

    [Fact]
    public void EdgesWithFeatureMaps() => Verify(new(
        new Input(8, 8, 1) { Scale = 1f / 255 }, new Filter(FilterKind.VerticalEdge, FilterKind.HorizontalEdge), new ReLU(), new MaxPool(2)), featureMaps: true);

    [Fact]
    public void FeatureMaps_ChangeNothingOfWhatPredictRuns()
    {
        var net = new Architecture(new Input(12, 10, 3), new Conv2D(8, 3), new ReLU(), new MaxPool(2), new Flatten(), new Dense(3));
        var target = new TargetType("Nets", default, "partial class Net", "Net");
        string plain = ModelCompiler.Compile(net, target, "net.safetensors", Weights, featureMaps: false);
        string more = ModelCompiler.Compile(net, target, "net.safetensors", Weights, featureMaps: true);
        string[] added = [.. more.Split('\n').Except(plain.Split('\n'))];
        Assert.Contains(added, line => line.Contains("class FeatureMaps", StringComparison.Ordinal));
        // Header, members and helpers stand there word for word, and the rest comes behind them.
        int end = plain.IndexOf("        public Loaded Load", StringComparison.Ordinal);
        Assert.StartsWith(plain[..Math.Max(0, end)], more, StringComparison.Ordinal);
        int helpers = plain.IndexOf("namespace CnnCompiler.Generated", StringComparison.Ordinal);
        Assert.Contains(plain[helpers..].TrimEnd().TrimEnd('}').TrimEnd(), more, StringComparison.Ordinal);
    }

    [Fact]
    public void ResidualNet() => Verify(new(
        new Input(12, 10, 3),
        new Conv2D(16, 3) { Padding = Padding.Same }, new ReLU(),
        new Residual(), new Conv2D(16, 3) { Padding = Padding.Same, Bias = false }, new BatchNorm(), new Add(), new ReLU(),
        new Residual { Name = "stage" }, new Conv2D(8, 3) { Padding = Padding.Same, Stride = 2 },
        new Shortcut(), new Conv2D(8, 1) { Stride = 2 }, new Add(), new LeakyReLU(0.1f)));

    [Fact]
    public void SeparableNet() => Verify(new(
        new Input(36, 28, 32), new DepthwiseConv2D(3) { Padding = Padding.Same }, new ReLU(), new Conv2D(48, 1) { Bias = false }, new MaxPool(3) { Stride = 2 }));

    [Fact]
    public void LargeSeparableNet() => Verify(new(new Input(48, 48, 64), new DepthwiseConv2D(3) { Padding = Padding.Same }, new ReLU(), new Conv2D(64, 1), new ReLU()));

    [Fact]
    public void WithoutWeights() => Snapshot.Verify(ModelCompiler.Compile(
        new Architecture(new Input(4), new Dense(2)), new TargetType("", new(["public partial class Outer"]), "internal sealed partial class Tiny", "Tiny"),
        "tiny.safetensors", weights: null));

    [Fact]
    public void NativeExport() => Snapshot.Verify(ModelCompiler.Compile(
        new Architecture(new Input(4), new Dense(2)), new TargetType("Nets", default, "internal sealed partial class Tiny", "Tiny") { NativeExport = "tiny" },
        "tiny.safetensors", Weights));

    [Fact]
    public void Compile_WritesTheSameTextUnderEveryCulture()
    {
        var before = CultureInfo.CurrentCulture;
        string invariant = Compile();
        try
        {
            var foreign = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            (foreign.NumberFormat.NumberDecimalSeparator, foreign.NumberFormat.NumberGroupSeparator, foreign.NumberFormat.NegativeSign) = (",", ".", "~");
            CultureInfo.CurrentCulture = foreign;
            Assert.Equal(invariant, Compile());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        static string Compile() => ModelCompiler.Compile(
            new Architecture(new Input(12, 10, 3) { Scale = 0.5f }, new Conv2D(1200, 3), new LeakyReLU(-0.25f), new MaxPool(3) { Pad = 1 }),
            new TargetType("Nets", default, "partial class Net", "Net"), "net.safetensors", Weights, featureMaps: true);
    }

    private static void Verify(Architecture net, bool featureMaps = false, [CallerMemberName] string name = "") => Snapshot.Verify(
        ModelCompiler.Compile(net, new TargetType("Nets", default, $"public sealed partial class {name}", name), "net.safetensors", Weights, featureMaps: featureMaps), testMethod: name);
}
