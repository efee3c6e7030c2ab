using System.IO.Compression;
using System.Runtime.CompilerServices;

namespace CnnCompiler.Data;

/// <summary>Colour images of 32x32 and their classes from files in CIFAR-10's binary layout, plain or gzipped.</summary>
/// <remarks>
/// A record is a byte for the class and 3072 for the image: the red values row by row, then the green, then the blue (Krizhevsky, "Learning
/// Multiple Layers of Features from Tiny Images", 2009). Inputs come in height x width x channels order, red first.
/// </remarks>
public sealed class CifarDataSet : ILabelledDataSet
{
    private const int Plane = 32 * 32;
    private const int Channels = 3;
    private const int RecordLength = 1 + Channels * Plane;

    // 1 GB, six times all of CIFAR-10.
    private const long MaxLength = 1L << 30;

    private readonly byte[] _records;
    private readonly float[] _values = new float[Channels * 256];

    private CifarDataSet(byte[] records, int classCount, Input scaling)
    {
        (_records, ClassCount) = (records, classCount);
        for (int channel = 0; channel < Channels; channel++)
        {
            var (factor, summand) = scaling.ByteScaling(channel);
            for (int value = 0; value < 256; value++)
                _values[channel * 256 + value] = value * factor + summand;
        }
    }

    /// <inheritdoc/>
    public int Count => _records.Length / RecordLength;

    /// <inheritdoc/>
    public TensorShape InputShape { get; } = TensorShape.Map(32, 32, Channels);

    /// <inheritdoc/>
    public int TargetLength => 1;

    /// <inheritdoc/>
    public int? ClassCount { get; }

    /// <summary>Opens files, whose images follow each other; all are read into memory as bytes.</summary>
    /// <param name="paths">The files, such as <c>data_batch_1.bin</c>.</param>
    /// <param name="scaling">The net's input, which says what bytes mean; 0 to 1 where none is given.</param>
    /// <param name="classCount">The number of classes; 10 by default, at most 256.</param>
    /// <exception cref="ArgumentException">No file is given, or the input has not the shape 32x32x3.</exception>
    /// <exception cref="DataException">A file is damaged, or all of them are larger than 1 GB.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static CifarDataSet Open(IReadOnlyList<string> paths, Input? scaling = null, int classCount = 10)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(classCount, 256);
        if (paths.Count == 0)
            throw new ArgumentException("No file is given: name at least one, such as data_batch_1.bin.", nameof(paths));
        scaling ??= new Input(32, 32, Channels) { Scale = 1f / 255 };
        if (scaling.Shape != TensorShape.Map(32, 32, Channels))
            throw new ArgumentException($"CIFAR's images are 32x32x3; the input given is {scaling.Shape}.", nameof(scaling));
        var records = new MemoryStream();
        foreach (string path in paths)
            Append(path, classCount, records);
        return new CifarDataSet(records.ToArray(), classCount, scaling);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Read(int index, int epoch, Span<float> input, Span<float> target)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        var record = _records.AsSpan(index * RecordLength, RecordLength);
        target[0] = record[0];
        for (int channel = 0; channel < Channels; channel++)
        {
            var plane = record.Slice(1 + channel * Plane, Plane);
            var values = _values.AsSpan(channel * 256, 256);
            for (int pixel = 0; pixel < plane.Length; pixel++)
                input[pixel * Channels + channel] = values[plane[pixel]];
        }
    }

    /// <inheritdoc/>
    public int Label(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        return _records[index * RecordLength];
    }

    private static void Append(string path, int classCount, MemoryStream records)
    {
        string name = Path.GetFileName(path);
        long start = records.Length;
        using var file = File.OpenRead(path);
        Span<byte> magic = stackalloc byte[2];
        bool packed = file.ReadAtLeast(magic, 2, throwOnEndOfStream: false) == 2 && magic[0] == 0x1F && magic[1] == 0x8B;
        file.Position = 0;
        try
        {
            using Stream stream = packed ? new GZipStream(file, CompressionMode.Decompress) : file;
            Copy(stream, records, name);
        }
        catch (InvalidDataException problem)
        {
            throw new DataException($"{name}: the gzip data are damaged ({problem.Message}); fetch the file again.", problem);
        }
        long length = records.Length - start;
        if (length == 0 || length % RecordLength != 0)
            throw new DataException(FormattableString.Invariant(
                $"{name}: expected records of {RecordLength} bytes, a class and an image each; found {length} bytes. Is it the binary version of CIFAR-10?"));
        var bytes = records.GetBuffer().AsSpan((int)start, (int)length);
        for (int place = 0; place < bytes.Length; place += RecordLength)
            if (bytes[place] >= classCount)
                throw new DataException(FormattableString.Invariant(
                    $"{name}: image {place / RecordLength} has the class {bytes[place]}; with {classCount} classes it must be below {classCount}."));
    }

    private static void Copy(Stream stream, MemoryStream records, string name)
    {
        byte[] chunk = new byte[1 << 16];
        while (stream.Read(chunk) is var read && read > 0)
        {
            if (records.Length + read > MaxLength)
                throw new DataException(FormattableString.Invariant($"{name}: with this file there are more than {MaxLength} bytes, the most that is taken."));
            records.Write(chunk, 0, read);
        }
    }
}
