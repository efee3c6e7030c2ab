namespace CnnCompiler.Training;

/// <summary>How the networks of a <see cref="CrossValidation"/> did.</summary>
public sealed class FoldResults
{
    internal FoldResults(IReadOnlyList<Evaluation> folds)
    {
        Folds = folds;
        Loss = folds.Sum(fold => fold.Loss * fold.Count) / folds.Sum(fold => fold.Count);
        if (folds[0].Confusion is not { } first)
            return;
        Confusion = new ConfusionMatrix(first.Classes);
        foreach (var fold in folds)
            Confusion.Add(fold.Confusion!);
        double mean = folds.Average(fold => fold.Accuracy!.Value);
        AccuracyDeviation = Math.Sqrt(folds.Sum(fold => Math.Pow(fold.Accuracy!.Value - mean, 2)) / (folds.Count - 1));
    }

    /// <summary>Each fold's result on the part that its network did not learn from.</summary>
    public IReadOnlyList<Evaluation> Folds { get; }

    /// <summary>The mean loss over all examples.</summary>
    public double Loss { get; }

    /// <summary>The share of right answers over all examples, or null where there are no classes.</summary>
    public double? Accuracy => Confusion?.Accuracy;

    /// <summary>The standard deviation of the folds' accuracies (with k - 1), or null where there are no classes.</summary>
    public double? AccuracyDeviation { get; }

    /// <summary>Which classes were taken for which, over all examples, or null where there are no classes.</summary>
    public ConfusionMatrix? Confusion { get; }
}
