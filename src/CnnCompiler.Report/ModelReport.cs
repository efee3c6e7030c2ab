using System.Globalization;
using CnnCompiler.Inference;
using CnnCompiler.Training;
using CnnCompiler.Weights;

namespace CnnCompiler.Report;

/// <summary>
/// A page about a model: its layers, its first filters, its feature maps of an input, what it takes for what, and how it learned. Say what the page is to
/// show, then write it.
/// </summary>
/// <example><code>
/// ModelReport.Of&lt;DigitClassifier&gt;().AddFeatureMaps(maps).AddConfusion(labels, counts).WriteHtml("report.html");
/// </code></example>
public sealed class ModelReport
{
    private readonly Page _page;

    private ModelReport(ModelInfo info)
    {
        Info = info;
        _page = new Page(info.Name);
        LayerTable.Write(_page.Section("layers", "Layers"), info);
    }

    /// <summary>What is known of the model.</summary>
    public ModelInfo Info { get; }

    /// <summary>A page about a compiled model.</summary>
    /// <typeparam name="TModel">The model's class.</typeparam>
    public static ModelReport Of<TModel>()
        where TModel : IModel<TModel> => new(TModel.Info);

    /// <summary>A page about a network in training, with its first filters as they are now.</summary>
    /// <param name="network">The network.</param>
    /// <param name="name">What the page calls it.</param>
    public static ModelReport Of(Network network, string name = "Network")
    {
        ArgumentNullException.ThrowIfNull(network);
        var report = new ModelReport(LayerTable.Describe(network.Architecture, name));
        return FirstFilters.Find(network.Architecture) is not { } layer ? report
            : network.Architecture.Layers[layer] is Filter ? report.AddFilters(network.Architecture, null)
            : report.AddFilters(network.Architecture.NameOf(layer), First(network, layer).Values, First(network, layer).Shape);
    }

    /// <summary>Adds the first layer's filters as heat maps.</summary>
    /// <param name="layer">The layer's name.</param>
    /// <param name="values">The values in PyTorch's order: out x in x height x width, or out x in x length along sequences.</param>
    /// <param name="shape">The lengths of these axes.</param>
    /// <exception cref="ArgumentException">There are not three or four axes, or not as many values.</exception>
    public ModelReport AddFilters(string layer, ReadOnlySpan<float> values, IReadOnlyList<int> shape)
    {
        FirstFilters.Write(_page.Section("filters", "Filters of the first layer"), layer, values, shape);
        return this;
    }

    /// <summary>Adds the first layer's filters: those of a weight file, or those that stand in the declaration.</summary>
    /// <param name="architecture">The net, such as the <c>Architecture</c> of a declared class.</param>
    /// <param name="weights">Its weights; null where the first filters stand in the declaration.</param>
    /// <exception cref="WeightException">The weight file does not hold the layer's weights.</exception>
    /// <exception cref="ArgumentException">The net has no filters, or learned ones and no weights are given.</exception>
    public ModelReport AddFilters(Architecture architecture, WeightFile? weights)
    {
        ArgumentNullException.ThrowIfNull(architecture);
        int layer = FirstFilters.Find(architecture) ?? throw new ArgumentException("The net has no convolution: it has no filters to show.", nameof(architecture));
        var input = architecture.ShapeBefore(layer);
        if (architecture.Layers[layer] is Filter filter)
            return AddFilters(architecture.NameOf(layer), filter.Kernel(input), filter.Convolution(input).Parameters(input)[0].Shape);
        if (weights is null)
            throw new ArgumentException($"The filters of layer {architecture.NameOf(layer)} are learned: give the weight file they are in.", nameof(weights));
        var parameter = architecture.ParametersOf(layer)[0];
        return AddFilters(architecture.NameOf(layer), weights.Read(parameter.Name, [.. parameter.Shape]), parameter.Shape);
    }

    /// <summary>Adds the feature maps of the input that they were last computed for.</summary>
    /// <param name="maps">The maps: an object of the nested class <c>FeatureMaps</c>.</param>
    /// <param name="input">What the input was, in a sentence; empty for nothing.</param>
    /// <param name="layout">For ONNX models the order in which the class takes and gives maps; declared nets have height x width x channels anyway.</param>
    public ModelReport AddFeatureMaps(IFeatureMaps maps, string input = "", Layout layout = Layout.Model)
    {
        ArgumentNullException.ThrowIfNull(maps);
        FeatureMapPictures.Write(_page.Section("maps", "Feature maps"), maps, input, layout);
        return this;
    }

    /// <summary>Adds how often each class of a labelled set was taken for each.</summary>
    /// <param name="classes">The names of the classes.</param>
    /// <param name="counts">How often an example of the class of the row was taken for the class of the column.</param>
    /// <exception cref="ArgumentException">There are not as many rows and columns as classes, or a count is negative.</exception>
    public ModelReport AddConfusion(IReadOnlyList<string> classes, long[,] counts)
    {
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentNullException.ThrowIfNull(counts);
        ConfusionTable.Write(_page.Section("confusion", "What is taken for what"), classes, counts);
        return this;
    }

    /// <summary>Adds how often each class was taken for each, as an evaluation has counted it.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="classes">The names of the classes; null for their numbers.</param>
    /// <exception cref="ArgumentException">There are more or fewer names than classes.</exception>
    public ModelReport AddConfusion(ConfusionMatrix matrix, IReadOnlyList<string>? classes = null)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        long[,] counts = new long[matrix.Classes, matrix.Classes];
        for (int actual = 0; actual < matrix.Classes; actual++)
            for (int predicted = 0; predicted < matrix.Classes; predicted++)
                counts[actual, predicted] = matrix[actual, predicted];
        return AddConfusion(classes ?? [.. Enumerable.Range(0, matrix.Classes).Select(label => label.ToString(CultureInfo.InvariantCulture))], counts);
    }

    /// <summary>Adds the learning curve of a run.</summary>
    /// <param name="epochs">The epochs in order; at least one.</param>
    /// <exception cref="ArgumentException">There is no epoch.</exception>
    public ModelReport AddLearning(IReadOnlyList<LoggedEpoch> epochs)
    {
        ArgumentNullException.ThrowIfNull(epochs);
        LearningCurve.Write(_page.Section("learning", "Learning"), epochs);
        return this;
    }

    /// <summary>Adds the learning curve of a run just made.</summary>
    /// <param name="history">What the run did.</param>
    /// <exception cref="ArgumentException">No epoch was finished.</exception>
    public ModelReport AddLearning(TrainingHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        return AddLearning([.. history.Epochs.Select(epoch => new LoggedEpoch(epoch.Epoch, epoch.Loss, null, epoch.ValidationLoss, epoch.ValidationAccuracy))]);
    }

    /// <summary>Adds the learning curve of a training log.</summary>
    /// <param name="path">The log: a JSON object for each epoch, each on a line of its own, as <see cref="LoggedEpoch.ReadLog"/> reads it.</param>
    /// <exception cref="Data.DataException">A line is no such object, or there is none; the message names it.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public ModelReport AddLearningLog(string path) => AddLearning(LoggedEpoch.ReadLog(path));

    /// <summary>The text of the HTML file.</summary>
    public string ToHtml() => _page.ToString();

    /// <summary>Writes the page as one file that needs no other, whole or not at all.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <exception cref="IOException">The file cannot be written; what was there before is untouched.</exception>
    public void WriteHtml(string path) => _page.Save(path);

    private static Parameter First(Network network, int layer)
    {
        string name = network.Architecture.ParametersOf(layer)[0].Name;
        return network.Parameters.First(parameter => parameter.Name == name);
    }
}
