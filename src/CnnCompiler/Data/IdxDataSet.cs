using System.Runtime.InteropServices;
using CnnCompiler.Inference;

namespace CnnCompiler.Data;

/// <summary>Grey images and their labels from a pair of idx files, plain or gzipped, such as MNIST and its relatives.</summary>
public sealed class IdxDataSet : ILabelledDataSet
{
    private readonly byte[] _images;
    private readonly byte[] _labels;
    private readonly ByteScaling _scaling;

    private IdxDataSet(TensorShape shape, byte[] images, byte[] labels, int classCount, Input scaling)
    {
        (InputShape, _images, _labels, ClassCount) = (shape, images, labels, classCount);
        var (factor, summand) = scaling.ByteScaling(0);
        _scaling = new ByteScaling([factor], [summand], reversed: false);
    }

    /// <inheritdoc/>
    public int Count => _labels.Length;

    /// <inheritdoc/>
    public TensorShape InputShape { get; }

    /// <inheritdoc/>
    public int TargetLength => 1;

    /// <inheritdoc/>
    public int? ClassCount { get; }

    /// <summary>Opens a pair of files; both are read into memory as bytes.</summary>
    /// <param name="imagesPath">The images: an idx file with three axes (count, rows, columns), or the same gzipped.</param>
    /// <param name="labelsPath">The labels: an idx file with one axis, or the same gzipped.</param>
    /// <param name="scaling">The net's input, which says what bytes mean; 0 to 1 where none is given.</param>
    /// <param name="classCount">The number of classes; 10 by default.</param>
    /// <exception cref="DataException">A file is damaged, the two do not belong together, or the net takes images of another size.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static IdxDataSet Open(string imagesPath, string labelsPath, Input? scaling = null, int classCount = 10)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 1);
        var (lengths, images) = IdxFile.Read(imagesPath, 3);
        var (counts, labels) = IdxFile.Read(labelsPath, 1);
        if (lengths[0] != counts[0])
            throw new DataException(FormattableString.Invariant(
                $"{Path.GetFileName(imagesPath)} has {lengths[0]} images, but {Path.GetFileName(labelsPath)} has {counts[0]} labels: ") +
                "they do not belong together.");
        int wrong = labels.AsSpan().IndexOfAnyInRange((byte)Math.Min(classCount, 255), byte.MaxValue);
        if (wrong >= 0 && labels[wrong] >= classCount)
            throw new DataException(FormattableString.Invariant(
                $"{Path.GetFileName(labelsPath)}: label {wrong} is {labels[wrong]}; with {classCount} classes it must be below {classCount}."));
        var shape = TensorShape.Map(lengths[1], lengths[2], 1);
        if (scaling is not null && scaling.Shape != shape)
            throw new DataException($"{Path.GetFileName(imagesPath)}: the images are {shape}, but the net takes {scaling.Shape}.");
        return new IdxDataSet(shape, images, labels, classCount, scaling ?? new Input(lengths[1], lengths[2], 1) { Scale = 1f / 255 });
    }

    /// <inheritdoc/>
    public void Read(int index, int epoch, Span<float> input, Span<float> target)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        int width = InputShape.Width;
        _scaling.Widen(Bytes(index), width, ref MemoryMarshal.GetReference(input[..InputShape.Length]), 1, width, InputShape.Height, width);
        target[0] = _labels[index];
    }

    /// <summary>The bytes of an image, row by row.</summary>
    /// <param name="index">Which one, from 0.</param>
    public ReadOnlySpan<byte> Bytes(int index) => _images.AsSpan(index * InputShape.Length, InputShape.Length);

    /// <inheritdoc/>
    public int Label(int index) => _labels[index];
}
