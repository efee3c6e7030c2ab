using CnnCompiler.Training;

namespace CnnCompiler.Data;

/// <summary>What can be made of data sets whose examples, or pixels, have classes.</summary>
public static class ClassExtensions
{
    /// <summary>How often each class occurs: among the examples, or among all their pixels where each has a class.</summary>
    /// <param name="examples">The data set; all its targets are read.</param>
    /// <exception cref="ArgumentException">The data set has values as targets, not classes.</exception>
    public static long[] CountClasses(this IDataSet examples)
    {
        ArgumentNullException.ThrowIfNull(examples);
        long[] counts = new long[Classes(examples)];
        if (examples.TargetLength == 1)
        {
            foreach (int label in LabelsOf(examples))
                counts[label]++;
            return counts;
        }
        float[] input = new float[examples.InputShape.Length], target = new float[examples.TargetLength];
        for (int index = 0; index < examples.Count; index++)
        {
            examples.Read(index, 0, input, target);
            foreach (float label in target)
                counts[CheckedLabel(index, (int)label, counts.Length)]++;
        }
        return counts;
    }

    /// <summary>
    /// Weights for <see cref="Loss.WeightedCrossEntropy"/> with which every class counts the same in all, however rare it is: examples / (classes that
    /// occur * examples of the class), as scikit-learn's "balanced"; their mean over the examples is 1. A class that does not occur has the weight 0.
    /// </summary>
    /// <param name="examples">The data set; all its targets are read.</param>
    /// <exception cref="ArgumentException">The data set has values as targets, not classes.</exception>
    public static float[] BalancedWeights(this IDataSet examples)
    {
        long[] counts = CountClasses(examples);
        double share = (double)counts.Sum() / Math.Max(1, counts.Count(count => count > 0));
        return [.. counts.Select(count => count == 0 ? 0 : (float)(share / count))];
    }

    /// <summary>Divides the examples by chance, each class in the same proportion: a rare class cannot miss one of the parts by bad luck.</summary>
    /// <param name="examples">A data set with one class for each example.</param>
    /// <param name="fraction">The share of the second part, between 0 and 1; of a class with two examples or more, each part gets at least one.</param>
    /// <param name="seed">The same seed gives the same parts.</param>
    /// <returns>The first, usually larger part, and the second.</returns>
    /// <exception cref="ArgumentException">The fraction is out of range, there are no classes, or no class has two examples.</exception>
    public static (IDataSet First, IDataSet Second) SplitByClass(this IDataSet examples, double fraction, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(examples);
        if (!(fraction > 0 && fraction < 1))
            throw new ArgumentException(FormattableString.Invariant($"The fraction must lie between 0 and 1; found {fraction}."), nameof(fraction));
        var first = new List<int>();
        var second = new List<int>();
        foreach (int[] members in Members(examples, seed))
        {
            int part = members.Length < 2 ? 0 : Math.Clamp((int)Math.Round(members.Length * fraction), 1, members.Length - 1);
            second.AddRange(members.AsSpan(0, part));
            first.AddRange(members.AsSpan(part));
        }
        if (second.Count == 0)
            throw new ArgumentException("No class has two examples, so that nothing can be divided.", nameof(examples));
        return (Part(examples, first), Part(examples, second));
    }

    /// <summary>Divides the examples into parts of the same size and mix of classes; each of them in turn is validated on, while the others are learned from.</summary>
    /// <param name="examples">A data set; where it has no classes, it is divided by chance alone.</param>
    /// <param name="folds">The number of parts, at least 2; no more than there are examples.</param>
    /// <param name="seed">The same seed gives the same parts.</param>
    /// <returns>For each part: all the others, and the part itself.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two parts, or more than examples.</exception>
    public static IReadOnlyList<(IDataSet Training, IDataSet Validation)> Folds(this IDataSet examples, int folds, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(examples);
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(folds, examples.Count);
        var parts = Enumerable.Range(0, folds).Select(_ => new List<int>()).ToArray();
        // Dealt like cards, and the next class goes on where the last one ended: sizes differ by one at most, as a whole and within each class.
        int dealt = 0;
        foreach (int[] members in examples is { ClassCount: not null, TargetLength: 1 } ? Members(examples, seed) : [Shuffled(Enumerable.Range(0, examples.Count), seed)])
            foreach (int index in members)
                parts[dealt++ % folds].Add(index);
        return [.. parts.Select(part => (Part(examples, parts.Where(other => other != part).SelectMany(indices => indices)), Part(examples, part)))];
    }

    // In the order they had, so that what is read from disk is read in order.
    private static Subset Part(IDataSet examples, IEnumerable<int> indices) => new(examples, [.. indices.Order()]);

    private static IEnumerable<int[]> Members(IDataSet examples, int seed)
    {
        if (examples.TargetLength != 1)
            throw new ArgumentException(FormattableString.Invariant($"An example here has {examples.TargetLength} targets; to divide by class it must have one."));
        return LabelsOf(examples).Select((label, index) => (label, index)).GroupBy(example => example.label, example => example.index)
            .OrderBy(group => group.Key).Select(group => Shuffled(group, seed));
    }

    private static int[] Shuffled(IEnumerable<int> indices, int seed)
    {
        int[] order = [.. indices];
        var random = new KeyedRandom(KeyedRandom.Key(seed));
        for (int last = order.Length - 1; last > 0; last--)
        {
            int other = random.Below(last + 1);
            (order[last], order[other]) = (order[other], order[last]);
        }
        return order;
    }

    private static int[] LabelsOf(IDataSet examples)
    {
        int classes = Classes(examples);
        int[] labels = new int[examples.Count];
        for (int index = 0; index < labels.Length; index++)
            labels[index] = CheckedLabel(index, Labels.Of(examples, index), classes);
        return labels;
    }

    private static int CheckedLabel(int index, int label, int classes) => (uint)label < (uint)classes
        ? label
        : throw new ArgumentException(FormattableString.Invariant(
            $"Example {index} has the class {label}; the data set promised whole numbers from 0 to {classes - 1}."));

    private static int Classes(IDataSet examples) => examples.ClassCount
        ?? throw new ArgumentException("This data set has values as targets, not classes.", nameof(examples));
}
