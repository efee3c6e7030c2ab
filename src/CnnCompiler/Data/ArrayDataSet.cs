namespace CnnCompiler.Data;

/// <summary>Examples in memory.</summary>
public sealed class ArrayDataSet : IDataSet
{
    private readonly float[] _inputs;
    private readonly float[] _targets;

    /// <summary>Examples with a class each.</summary>
    /// <param name="inputShape">The shape of an input.</param>
    /// <param name="inputs">The inputs one after the other, each in height x width x channels order; not copied.</param>
    /// <param name="labels">A class for each, from 0.</param>
    /// <param name="classCount">The number of classes.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, or a class is out of range.</exception>
    public ArrayDataSet(TensorShape inputShape, float[] inputs, ReadOnlySpan<int> labels, int classCount)
        : this(inputShape, inputs, Classes(labels, classCount), 1) => ClassCount = classCount;

    /// <summary>Maps with a class for each pixel of what the net makes of them.</summary>
    /// <param name="inputShape">The shape of an input.</param>
    /// <param name="inputs">The inputs one after the other, each in height x width x channels order; not copied.</param>
    /// <param name="labels">The classes of the first map row by row, then of the second and so on; from 0.</param>
    /// <param name="classCount">The number of classes.</param>
    /// <param name="labelsPerInput">Pixels of the net's output, height x width; at least 1.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, or a class is out of range.</exception>
    public ArrayDataSet(TensorShape inputShape, float[] inputs, ReadOnlySpan<int> labels, int classCount, int labelsPerInput)
        : this(inputShape, inputs, Classes(labels, classCount), labelsPerInput) => ClassCount = classCount;

    /// <summary>Examples with values to be predicted.</summary>
    /// <param name="inputShape">The shape of an input.</param>
    /// <param name="inputs">The inputs one after the other, each in height x width x channels order; not copied.</param>
    /// <param name="targets">The values one after the other; not copied.</param>
    /// <param name="targetLength">Values of a target; at least 1.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public ArrayDataSet(TensorShape inputShape, float[] inputs, float[] targets, int targetLength)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentOutOfRangeException.ThrowIfLessThan(targetLength, 1);
        Count = targets.Length / targetLength;
        if (targets.Length % targetLength != 0)
            throw new ArgumentException(
                FormattableString.Invariant($"Targets of {targetLength} values cannot be {targets.Length} values in all."), nameof(targets));
        if ((long)Count * inputShape.Length != inputs.Length)
            throw new ArgumentException(
                FormattableString.Invariant($"{Count} inputs of {inputShape} are {(long)Count * inputShape.Length} values; found {inputs.Length}."),
                nameof(inputs));
        (InputShape, TargetLength, _inputs, _targets) = (inputShape, targetLength, inputs, targets);
    }

    /// <inheritdoc/>
    public int Count { get; }

    /// <inheritdoc/>
    public TensorShape InputShape { get; }

    /// <inheritdoc/>
    public int TargetLength { get; }

    /// <inheritdoc/>
    public int? ClassCount { get; }

    /// <inheritdoc/>
    public void Read(int index, int epoch, Span<float> input, Span<float> target)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        _inputs.AsSpan(index * InputShape.Length, InputShape.Length).CopyTo(input);
        _targets.AsSpan(index * TargetLength, TargetLength).CopyTo(target);
    }

    private static float[] Classes(ReadOnlySpan<int> labels, int classCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 1);
        float[] targets = new float[labels.Length];
        for (int index = 0; index < labels.Length; index++)
        {
            if (labels[index] < 0 || labels[index] >= classCount)
                throw new ArgumentException(
                    FormattableString.Invariant($"Label {index} is {labels[index]}; with {classCount} classes it must lie between 0 and {classCount - 1}."),
                    nameof(labels));
            targets[index] = labels[index];
        }
        return targets;
    }
}
