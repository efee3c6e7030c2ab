using CnnCompiler.Data;

namespace CnnCompiler.Training;

/// <summary>
/// k-fold evaluation: the data are divided into k parts, and k networks are trained, each on all parts but one and judged on that. It tells how well a
/// net and a recipe do where there are too few examples to keep some back for good.
/// </summary>
/// <remarks>Kohavi, "A Study of Cross-Validation and Bootstrap for Accuracy Estimation and Model Selection", 1995.</remarks>
public static class CrossValidation
{
    /// <summary>Trains and judges a network for each fold.</summary>
    /// <param name="architecture">The net.</param>
    /// <param name="examples">All examples; each of them is judged on once.</param>
    /// <param name="folds">The number of parts, at least 2; no more than there are examples.</param>
    /// <param name="options">
    /// Makes the options for a fold, counted from 0, given its validation data. Each fold needs an optimiser of its own; the validation data may go into
    /// <see cref="TrainingOptions.Validation"/> to be watched, but whoever stops early by them sees them better than new data would be.
    /// </param>
    /// <param name="prepare">What is done to the examples a network learns from, such as <c>part => part.Augment(...)</c>; nothing by default.</param>
    /// <param name="seed">What the parts depend on, and with the fold the first weights.</param>
    /// <param name="cancellation">Ends the evaluation.</param>
    /// <exception cref="ArgumentException">The data do not fit the network or the loss.</exception>
    /// <exception cref="TrainingException">The loss became NaN or infinite, or the data hold a class that is out of range.</exception>
    /// <exception cref="OperationCanceledException">The evaluation was cancelled.</exception>
    public static FoldResults Run(
        Architecture architecture, IDataSet examples, int folds, Func<int, IDataSet, TrainingOptions> options,
        Func<IDataSet, IDataSet>? prepare = null, int seed = 0, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(architecture);
        ArgumentNullException.ThrowIfNull(options);
        var results = new List<Evaluation>();
        foreach (var (training, validation) in examples.Folds(folds, seed))
        {
            var network = new Network(architecture, unchecked(seed + results.Count));
            var chosen = options(results.Count, validation);
            new Trainer(network, chosen).Train(prepare is null ? training : prepare(training), cancellation);
            cancellation.ThrowIfCancellationRequested();
            results.Add(Evaluation.Of(network, validation, chosen.Loss));
        }
        return new FoldResults(results);
    }
}
