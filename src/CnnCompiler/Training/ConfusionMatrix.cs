using System.Globalization;
using System.Text;

namespace CnnCompiler.Training;

/// <summary>How often each class was taken for each.</summary>
public sealed class ConfusionMatrix
{
    private readonly long[] _counts;

    internal ConfusionMatrix(int classes) => (Classes, _counts) = (classes, new long[checked(classes * classes)]);

    /// <summary>The number of classes.</summary>
    public int Classes { get; }

    /// <summary>How often an example of a class was taken for a class.</summary>
    /// <param name="actual">What it is.</param>
    /// <param name="predicted">What it was taken for.</param>
    public long this[int actual, int predicted] => _counts[Place(actual, predicted)];

    /// <summary>The share of right answers; 0 where nothing was counted.</summary>
    public double Accuracy => Share(Enumerable.Range(0, Classes).Sum(index => this[index, index]), _counts.Sum());

    /// <summary>Of the answers that named this class, the share that was right; 0 where none did.</summary>
    /// <param name="label">The class.</param>
    public double Precision(int label) => Share(this[label, label], Enumerable.Range(0, Classes).Sum(actual => this[actual, label]));

    /// <summary>Of the examples of this class, the share that was recognised; 0 where there are none.</summary>
    /// <param name="label">The class.</param>
    public double Recall(int label) => Share(this[label, label], Enumerable.Range(0, Classes).Sum(predicted => this[label, predicted]));

    /// <summary>The counts as a table: a row for each class that was, a column for each it was taken for.</summary>
    public override string ToString()
    {
        int width = Math.Max(5, _counts.Max().ToString(CultureInfo.InvariantCulture).Length + 1);
        var text = new StringBuilder(new string(' ', width));
        for (int predicted = 0; predicted < Classes; predicted++)
            text.Append(Cell(predicted, width));
        for (int actual = 0; actual < Classes; actual++)
        {
            text.Append('\n').Append(Cell(actual, width));
            for (int predicted = 0; predicted < Classes; predicted++)
                text.Append(Cell(this[actual, predicted], width));
        }
        return text.Append('\n').ToString();
    }

    internal void Add(ConfusionMatrix other)
    {
        for (int place = 0; place < _counts.Length; place++)
            _counts[place] += other._counts[place];
    }

    internal void Add(int actual, int predicted) => _counts[Place(actual, predicted)]++;

    private int Place(int actual, int predicted)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(actual);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(actual, Classes);
        ArgumentOutOfRangeException.ThrowIfNegative(predicted);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(predicted, Classes);
        return actual * Classes + predicted;
    }

    private static double Share(long part, long whole) => whole == 0 ? 0 : (double)part / whole;

    private static string Cell(long value, int width) => value.ToString(CultureInfo.InvariantCulture).PadLeft(width);
}
