using CnnCompiler.Training;

namespace CnnCompiler.Data;

/// <summary>What can be made of any data set.</summary>
public static class DataSetExtensions
{
    /// <summary>Divides the examples by chance, for example into those to train on and those to validate with.</summary>
    /// <param name="examples">The data set.</param>
    /// <param name="fraction">The share of the second part, between 0 and 1; both parts get at least one example.</param>
    /// <param name="seed">The same seed gives the same parts.</param>
    /// <returns>The first, usually larger part, and the second.</returns>
    /// <exception cref="ArgumentException">The fraction is out of range, or there are fewer than two examples.</exception>
    public static (IDataSet First, IDataSet Second) Split(this IDataSet examples, double fraction, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(examples);
        if (!(fraction > 0 && fraction < 1))
            throw new ArgumentException(FormattableString.Invariant($"The fraction must lie between 0 and 1; found {fraction}."), nameof(fraction));
        if (examples.Count < 2)
            throw new ArgumentException(FormattableString.Invariant($"{examples.Count} example cannot be divided: at least 2 are needed."), nameof(examples));
        int[] order = [.. Enumerable.Range(0, examples.Count)];
        var random = new KeyedRandom(KeyedRandom.Key(seed));
        for (int last = order.Length - 1; last > 0; last--)
        {
            int other = random.Below(last + 1);
            (order[last], order[other]) = (order[other], order[last]);
        }
        int second = Math.Clamp((int)Math.Round(order.Length * fraction), 1, order.Length - 1);
        return (new Subset(examples, order[second..]), new Subset(examples, order[..second]));
    }

    /// <summary>The first examples only.</summary>
    /// <param name="examples">The data set.</param>
    /// <param name="count">How many; more than there are means all.</param>
    public static IDataSet Take(this IDataSet examples, int count)
    {
        ArgumentNullException.ThrowIfNull(examples);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return new Subset(examples, [.. Enumerable.Range(0, Math.Min(count, examples.Count))]);
    }

    /// <summary>All examples but the first.</summary>
    /// <param name="examples">The data set.</param>
    /// <param name="count">How many are left out; more than there are leave none.</param>
    public static IDataSet Skip(this IDataSet examples, int count)
    {
        ArgumentNullException.ThrowIfNull(examples);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        int first = Math.Min(count, examples.Count);
        return new Subset(examples, [.. Enumerable.Range(first, examples.Count - first)]);
    }

    /// <summary>The same examples, their images changed at random while they are learned from; outside of training they are untouched.</summary>
    /// <param name="examples">A data set of images whose target does not move with them, such as a class.</param>
    /// <param name="augmentation">How they are changed.</param>
    /// <returns>Examples that depend on the seed, the epoch and the number of the example, and on nothing else.</returns>
    /// <exception cref="ArgumentException">The examples are no images, or a setting is out of range.</exception>
    public static IDataSet Augment(this IDataSet examples, Augmentation augmentation)
    {
        ArgumentNullException.ThrowIfNull(examples);
        ArgumentNullException.ThrowIfNull(augmentation);
        return new AugmentedDataSet(examples, augmentation);
    }
}
