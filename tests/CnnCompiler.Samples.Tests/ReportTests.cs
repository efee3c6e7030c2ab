using CnnCompiler.Data;
using CnnCompiler.Inference;
using CnnCompiler.Report;
using CnnCompiler.Training;
using Digits;
using Digits.Data;

namespace CnnCompiler.Samples.Tests;

/// <summary>The page about a model.</summary>
public sealed class ReportTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("report").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Command_WritesLayersFiltersMapsMistakesAndCurve()
    {
        string page = Page("--log", Log("{\"epoch\": 1, \"loss\": 0.5, \"validation_loss\": 0.25, \"validation_accuracy\": 0.9}\n{\"epoch\": 2, \"loss\": 0.25, \"steps\": 7}\n"));
        foreach (string section in (string[])["layers", "filters", "maps", "confusion", "learning"])
            Assert.Contains($"<section id=\"{section}\">", page, StringComparison.Ordinal);
        foreach (var layer in DigitClassifier.Info.Layers)
        {
            Assert.Contains($"<td>{layer.Name} ({layer.Kind})</td>".Replace("<td>", ""), page, StringComparison.Ordinal);
            Assert.Contains(layer.Kernel, page, StringComparison.Ordinal);
        }
        Assert.Contains("8 filters of 3x3x1", page, StringComparison.Ordinal);
        Assert.Contains("Conv2D0: 26x26x8", page, StringComparison.Ordinal);
        Assert.Contains("of 2,000 examples are right", page, StringComparison.Ordinal);
        Assert.Contains("training from 0.5 to 0.25", page, StringComparison.Ordinal);
        Assert.DoesNotContain("http", page, StringComparison.Ordinal);
    }

    [BrowserFact]
    public void Page_InABrowser_ShowsEverything_OnAPhoneToo()
    {
        string page = Page("--log", Log("{\"epoch\": 1, \"loss\": 0.5, \"validation_accuracy\": 0.9}\n"));
        foreach (int width in (int[])[1000, 500])
        {
            var report = Browser.Open(page, width);
            Assert.Empty(report.Errors);
            // The filters, a picture for each layer, the confusion matrix, loss and accuracy.
            Assert.Equal(1 + DigitClassifier.Info.Layers.Length + 1 + 2, report.Pictures.Length);
            Assert.All(report.Pictures, picture => Assert.True(picture.Width > 0 && picture.Alternative.Length > 10, picture.Alternative));
            Assert.Equal(["layers", "filters", "maps", "confusion", "learning"], report.Sections);
            Assert.Equal(0, report.Wide);
        }
    }

    [BrowserFact]
    public void HostileNames_AreText()
    {
        const string Hostile = "</td><script>document.title = 'taken'; undefined.call()</script>\u0001\uD800&amp;<img src=x>";
        var net = new Architecture(new Input(6, 6, 1), new Conv2D(2, 3) { Name = Hostile.Replace("\uD800", "") }, new Flatten(), new Dense(2));
        var report = ModelReport.Of(new Network(net, 1), Hostile).AddConfusion([Hostile, "b"], new long[,] { { 1, 2 }, { 0, 0 } });
        var page = Browser.Open(report.ToHtml());
        Assert.Empty(page.Errors);
        Assert.Equal(2, page.Pictures.Length);
        Assert.All(page.Pictures, picture => Assert.True(picture.Width > 0));
    }

    [Fact]
    public void Network_InTraining_HasAReport_WithItsHistory()
    {
        var digits = HandwrittenDigits.Draw(200, 3);
        var network = new Network(DigitClassifier.Architecture, 1);
        var history = new Trainer(network, new TrainingOptions { Epochs = 2, Validation = digits }).Train(digits);
        string page = ModelReport.Of(network, "fresh").AddLearning(history).AddConfusion(Evaluation.Of(network, digits).Confusion!).ToHtml();
        Assert.Contains("of 200 examples are right", page, StringComparison.Ordinal);
        Assert.Contains("not compiled", page, StringComparison.Ordinal);
        Assert.Contains("Plot of the accuracy by epoch: validation from", page, StringComparison.Ordinal);
    }

    [Fact]
    public void FixedFilters_AreShownWithoutWeights()
    {
        var net = new Architecture(new Input(8, 8, 3), new Filter(FilterKind.VerticalEdge, FilterKind.Blur), new ReLU());
        Assert.Contains("6 filters of 3x3x1", ModelReport.Of(new Network(net), "edges").ToHtml(), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ModelReport.Of<DigitClassifier>().AddFilters(DigitClassifier.Architecture, null));
        Assert.Throws<ArgumentException>(() => ModelReport.Of<DigitClassifier>().AddFilters("0", new float[8], [1, 1, 3, 3]));
    }

    [Fact]
    public void OtherMaps_AreDrawnOrNamed()
    {
        string page = ModelReport.Of<DigitClassifier>().AddFeatureMaps(new OtherMaps()).ToHtml();
        Assert.Contains("large: 1x2x300x200", page, StringComparison.Ordinal);
        Assert.Contains("list: 1000", page, StringComparison.Ordinal);
        Assert.Contains("whole: 3, Int64, not drawn", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "no whole line")]
    [InlineData("{\"epoch\": 1, \"loss\": 0.5}", "no whole line")]
    [InlineData("{\"epoch\": 1}\n{\"epoch\": \n", "Line 2 of log.jsonl is no JSON")]
    [InlineData("[1, 2]\n", "Line 1 of log.jsonl must be a JSON object")]
    [InlineData("{\"epoch\": 1.5}\n", "Line 1 of log.jsonl must be")]
    [InlineData("{\"epoch\": 1e300}\n", "Line 1 of log.jsonl must be")]
    [InlineData("{\"loss\": 1}\n", "with the number of an epoch")]
    [InlineData("\u0000\u0001\u0002\n", "is no JSON")]
    public void BrokenLog_IsToldWithItsLine(string text, string message) =>
        Assert.Contains(message, Assert.Throws<DataException>(() => LoggedEpoch.ReadLog(Log(text))).Message, StringComparison.Ordinal);

    [Fact]
    public void HalfALastLine_IsPassedOver() => Assert.Equal([1, 2], LoggedEpoch.ReadLog(Log("{\"epoch\": 1}\r\n{\"epoch\": 2}\n{\"epo")).Select(epoch => epoch.Epoch));

    [Fact]
    public void Page_ThatCannotBeWritten_LeavesNothing()
    {
        string file = Path.Combine(_directory, "nowhere", "report.html");
        var (code, error) = Run("report", "--out", file);
        Assert.Equal(CommandLine.UsageError, code);
        Assert.Contains("nowhere", error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_directory));
    }

    private string Log(string text)
    {
        string file = Path.Combine(_directory, "log.jsonl");
        File.WriteAllText(file, text);
        return file;
    }

    private string Page(params string[] arguments)
    {
        string file = Path.Combine(_directory, "report.html");
        var (code, error) = Run(["report", "--out", file, .. arguments]);
        Assert.Equal(("", 0), (error, code));
        return File.ReadAllText(file);
    }

    private static (int Code, string Error) Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        return (CommandLine.Run(arguments, output, error), error.ToString());
    }

    private sealed class OtherMaps : IFeatureMaps
    {
        private readonly Tensor[] _maps =
        [
            new(new TensorInfo("large", TensorElementType.Float32, 1, 2, 300, 200)), new(new TensorInfo("list", TensorElementType.Float32, 1000)),
            new(new TensorInfo("scalar", TensorElementType.Float32)), new(new TensorInfo("whole", TensorElementType.Int64, 3)),
        ];

        public ReadOnlySpan<Tensor> All => _maps;

        public Tensor this[string name] => _maps.First(map => map.Info.Name == name);

        public void Run(ReadOnlySpan<Tensor> inputs)
        {
        }
    }
}
