using static CnnCompiler.Weights.MessageText;
using static CnnCompiler.Weights.WeightException;

namespace CnnCompiler.Weights;

/// <summary>Which tensors a weight file holds and where, every claim of the file's checked against its length.</summary>
public abstract class TensorIndex
{
    private const int MostNamesShown = 8;
    private const int CheckedAtOnce = 1 << 16;

    private readonly Dictionary<string, TensorEntry> _byName = new(StringComparer.Ordinal);
    private readonly string _fileName;

    private protected TensorIndex(string fileName, IReadOnlyList<TensorEntry> entries, IReadOnlyDictionary<string, string>? metadata = null)
    {
        (_fileName, Entries, Metadata) = (fileName, entries, metadata ?? new Dictionary<string, string>());
        for (int index = 0; index < entries.Count; index++)
            _byName.Add(entries[index].Name, entries[index]);
    }

    /// <summary>The tensors in the order of their values in the file.</summary>
    public IReadOnlyList<TensorEntry> Entries { get; }

    /// <summary>What the writer of the file noted in it, such as <c>format</c>; empty where there is nothing.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Reads what a weight file holds: an ONNX model where it begins like one, otherwise a safetensors file.</summary>
    /// <param name="stream">A seekable stream, standing where the file begins; the file ends where the stream ends.</param>
    /// <param name="fileName">The name of the file for messages.</param>
    /// <exception cref="WeightException">The file is neither, is cut off, or what it says of itself is wrong.</exception>
    public static TensorIndex Open(Stream stream, string fileName) =>
        OnnxTensors.IsModel(stream, fileName) ? OnnxTensors.Read(stream, fileName) : SafetensorsHeader.Read(stream, fileName);

    /// <summary>The tensor of that name, or null.</summary>
    /// <param name="name">The name, such as <c>0.weight</c>.</param>
    public TensorEntry? Find(string name) => _byName.TryGetValue(name, out TensorEntry? entry) ? entry : null;

    /// <summary>The tensor that a layer reads: there, of a type weights can be made of, and of exactly that shape.</summary>
    /// <param name="name">The name, such as <c>0.weight</c>.</param>
    /// <param name="shape">The lengths of its axes, such as 8, 1, 3, 3.</param>
    /// <exception cref="WeightException">It is missing, of another type or of another shape; the message says what the file holds instead.</exception>
    public TensorEntry Require(string name, params int[] shape)
    {
        TensorEntry? entry = Find(name);
        return entry is not null && entry.ElementType != WeightElementType.Other && SameShape(entry.Shape, shape, reversed: false) ? entry
            : throw Unfit(name, entry, shape, "values of type F32 or F16", "convert the tensor to float32 before saving it");
    }

    /// <summary>The tensor of whole numbers of 8 bits that a quantised layer reads: there, of such a type, and of exactly that shape.</summary>
    internal TensorEntry RequireBytes(string name, params int[] shape)
    {
        TensorEntry? entry = Find(name);
        return entry is { DataType: "I8" or "U8" } && SameShape(entry.Shape, shape, reversed: false) ? entry
            : throw Unfit(name, entry, shape, "values of type I8 or U8", "the file belongs to another net");
    }

    // Apart from what finds a tensor: the first prediction need not wait for the compilation of the texts.
    private WeightException Unfit(string name, TensorEntry? entry, int[] shape, string type, string advice)
    {
        if (entry is null)
            return Fault(_fileName, name, $"it in the file with shape {TensorEntry.Describe(shape)}", "no tensor of that name", DescribeOthers(name));
        if (SameShape(entry.Shape, shape, reversed: false))
            return Fault(_fileName, name, type, entry.DataType, advice);
        return Fault(
            _fileName, name, $"shape {TensorEntry.Describe(shape)}", TensorEntry.Describe(entry.Shape),
            SameShape(entry.Shape, shape, reversed: true)
                ? "the axes are reversed; weights are read in PyTorch's order, outputs first"
                : "the file belongs to another net, or the layer's declaration differs from the net that was trained");
    }

    /// <summary>Reads a tensor's values and makes sure that none is NaN or infinite.</summary>
    /// <param name="stream">A seekable stream over the file that the header came from.</param>
    /// <param name="fileStart">Where the file begins in the stream.</param>
    /// <param name="entry">A float32 or float16 tensor of this file.</param>
    /// <exception cref="WeightException">A value is NaN or infinite, or the file has become shorter.</exception>
    public void RequireFinite(Stream stream, long fileStart, TensorEntry entry)
    {
        if (entry.ElementType == WeightElementType.Other)
            throw new ArgumentException($"{entry.DataType} values are not floating-point weights.", nameof(entry));
        int size = TensorEntry.BitsOf(entry.DataType) / 8;
        using var detached = entry.Detached is { } written ? new MemoryStream(written, writable: false) : null;
        Stream source = detached ?? stream;
        source.Position = detached == null ? fileStart + entry.Offset : 0;
        for (long done = 0; done < entry.ByteLength; done += CheckedAtOnce)
        {
            byte[] values = ReadExactly(source, (int)Math.Min(CheckedAtOnce, entry.ByteLength - done), _fileName);
            for (int at = 0; at < values.Length; at += size)
            {
                // The exponent, in the last two bytes, is all ones for NaN and infinity alone.
                int mask = size == 4 ? 0x7F80 : 0x7C00;
                int high = values[at + size - 2] | values[at + size - 1] << 8;
                if ((high & mask) == mask)
                    throw NotFinite(entry, (done + at) / size, isNaN: (high & ~mask & 0x7FFF) != 0 || (size == 4 && (values[at] | values[at + 1]) != 0));
            }
        }
    }

    /// <summary>The fault of a tensor with NaN or infinity in it.</summary>
    internal WeightException NotFinite(TensorEntry entry, long index, bool isNaN) => Fault(
        _fileName, entry.Name, "finite values", Text($"{(isNaN ? "NaN" : "infinity")} at index {index}"),
        "the training diverged, or the file is damaged");

    /// <summary>The fault of a file that is not the one whose scales became code.</summary>
    internal WeightException OtherFile(string expected, string found) => WeightException.Fault(
        _fileName, null, "the file that was compiled, SHA-256 " + expected + ", as the scales of quantised weights are part of the code", "SHA-256 " + found, "compile that file too");

    private protected static byte[] ReadExactly(Stream stream, int count, string fileName)
    {
        byte[] bytes = new byte[count];
        int done = 0;
        while (done < count)
        {
            int read = stream.Read(bytes, done, count - done);
            if (read <= 0)
                throw CutWhileRead(count, done, fileName);
            done += read;
        }
        return bytes;
    }

    private static WeightException CutWhileRead(int count, int done, string fileName) =>
        Fault(fileName, null, Text($"{count} bytes"), Text($"only {done}"), "the file was cut while it was read");

    /// <summary>The order of the values in the file; names and lengths decide only among tensors that begin at the same byte.</summary>
    private protected static int InFileOrder(TensorEntry one, TensorEntry other)
    {
        int order = one.Offset.CompareTo(other.Offset);
        if (order == 0)
            order = one.ByteLength.CompareTo(other.ByteLength);
        return order != 0 ? order : string.CompareOrdinal(one.Name, other.Name);
    }

    // By loops and not by LINQ here and below: its generic virtual methods bring a type loader into programs compiled ahead of time.
    private static bool SameShape(IReadOnlyList<long> shape, int[] wanted, bool reversed)
    {
        bool same = shape.Count == wanted.Length;
        for (int axis = 0; same && axis < wanted.Length; axis++)
            same = shape[reversed ? wanted.Length - 1 - axis : axis] == wanted[axis];
        return same;
    }

    private string DescribeOthers(string name)
    {
        if (Entries.Count == 0)
            return "the file holds no tensor at all";
        // A wrong name mostly differs by a prefix ("model.0.weight") or in the middle ("conv1.weight"): what both ends share finds it.
        var shown = new List<string>();
        var left = new List<TensorEntry>(Entries);
        while (left.Count > 0 && shown.Count < MostNamesShown)
        {
            int likest = 0;
            for (int index = 1; index < left.Count && Entries.Count > MostNamesShown; index++)
                if (Likeness(name, left[index].Name) > Likeness(name, left[likest].Name))
                    likest = index;
            shown.Add($"{Quote(left[likest].Name)} {TensorEntry.Describe(left[likest].Shape)}");
            left.RemoveAt(likest);
        }
        string list = string.Join(", ", shown);
        return Entries.Count <= MostNamesShown
            ? $"the file holds {list}"
            : Text($"the file holds {Entries.Count} tensors, the likest of them {list}");
    }

    private static int Likeness(string one, string other)
    {
        int shorter = Math.Min(one.Length, other.Length);
        int front = 0;
        while (front < shorter && one[front] == other[front])
            front++;
        int back = 0;
        while (back < shorter - front && one[one.Length - 1 - back] == other[other.Length - 1 - back])
            back++;
        return front + back;
    }
}
