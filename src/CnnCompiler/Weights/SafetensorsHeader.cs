using static CnnCompiler.Weights.MessageText;
using static CnnCompiler.Weights.WeightException;

namespace CnnCompiler.Weights;

/// <summary>
/// The header of a safetensors file: which tensors it holds and where, every claim of it checked against the file.
/// </summary>
/// <remarks>
/// The format: 8 bytes of little-endian length, that many bytes of JSON, then the values. The tensors cover the values without overlap and
/// without holes. Limits and checks are those of the format's reference implementation.
/// </remarks>
public sealed class SafetensorsHeader
{
    /// <summary>The most bytes a header may have: 100,000,000, as in the format's reference implementation.</summary>
    public const int MaxLength = 100_000_000;

    internal const string MetadataName = "__metadata__";
    internal const int PrefixLength = 8;
    private const int MostNamesShown = 8;
    private const int CheckedAtOnce = 1 << 16;

    private readonly Dictionary<string, TensorEntry> _byName = new(StringComparer.Ordinal);
    private readonly string _fileName;

    private SafetensorsHeader(string fileName, TensorEntry[] entries, IReadOnlyDictionary<string, string> metadata)
    {
        (_fileName, Entries, Metadata) = (fileName, entries, metadata);
        foreach (TensorEntry entry in entries)
            _byName.Add(entry.Name, entry);
    }

    /// <summary>The tensors in the order of their values in the file.</summary>
    public IReadOnlyList<TensorEntry> Entries { get; }

    /// <summary>What the writer of the file noted in it, such as <c>format</c>; empty where there is nothing.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Reads and checks the header of a file; the values are not read.</summary>
    /// <param name="stream">A seekable stream, standing where the file begins; the file ends where the stream ends.</param>
    /// <param name="fileName">The name of the file for messages.</param>
    /// <exception cref="WeightException">The file is no safetensors file, is cut off, or its header lies.</exception>
    /// <exception cref="ArgumentException">The stream cannot seek, so that its length is not known.</exception>
    public static SafetensorsHeader Read(Stream stream, string fileName)
    {
        if (!stream.CanSeek)
            throw new ArgumentException("The header is checked against the length of the file: a stream that can seek is needed.", nameof(stream));
        long length = stream.Length - stream.Position;
        if (length < PrefixLength)
            throw Fault(
                fileName, null, "a safetensors file, which begins with 8 bytes of header length", Text($"{Math.Max(length, 0)} bytes"));
        byte[] prefix = ReadExactly(stream, PrefixLength, fileName);
        ulong headerLength = 0;
        for (int index = PrefixLength - 1; index >= 0; index--)
            headerLength = headerLength << 8 | prefix[index];
        if (headerLength > MaxLength)
            throw Fault(
                fileName, null, Text($"a safetensors file with a header of at most {MaxLength} bytes"),
                Text($"the length {headerLength}"),
                prefix[0] == 'P' && prefix[1] == 'K'
                    ? "this is a zip file, as torch.save and Keras write; save the weights with safetensors.torch.save_file"
                    : "this seems to be another kind of file");
        if ((long)headerLength > length - PrefixLength)
            throw Fault(
                fileName, null, Text($"a header of {headerLength} bytes behind the first 8"),
                Text($"{length - PrefixLength} bytes"), "the file is cut off, or of another kind");
        byte[] text = ReadExactly(stream, (int)headerLength, fileName);
        if (text.Length == 0 || text[0] != '{')
            throw Fault(
                fileName, null, "a header that begins with {", text.Length == 0 ? "an empty one" : Text($"the value 0x{Hex(text[0])}"),
                "this seems to be another kind of file");
        return Parse(text, length - PrefixLength - text.Length, fileName);
    }

    /// <summary>The tensor of that name, or null.</summary>
    /// <param name="name">The name, such as <c>0.weight</c>.</param>
    public TensorEntry? Find(string name) => _byName.TryGetValue(name, out TensorEntry? entry) ? entry : null;

    /// <summary>The tensor that a layer reads: there, of a type weights can be made of, and of exactly that shape.</summary>
    /// <param name="name">The name, such as <c>0.weight</c>.</param>
    /// <param name="shape">The lengths of its axes, such as 8, 1, 3, 3.</param>
    /// <exception cref="WeightException">It is missing, of another type or of another shape; the message says what the file holds instead.</exception>
    public TensorEntry Require(string name, params int[] shape)
    {
        if (Find(name) is not { } entry)
            throw Fault(_fileName, name, $"it in the file with shape {TensorEntry.Describe(shape)}", "no tensor of that name", DescribeOthers(name));
        if (entry.ElementType == WeightElementType.Other)
            throw Fault(_fileName, name, "values of type F32 or F16", entry.DataType, "convert the tensor to float32 before saving it");
        if (!SameShape(entry.Shape, shape, reversed: false))
            throw Fault(
                _fileName, name, $"shape {TensorEntry.Describe(shape)}", TensorEntry.Describe(entry.Shape),
                SameShape(entry.Shape, shape, reversed: true)
                    ? "the axes are reversed; weights are read in PyTorch's order, outputs first"
                    : "the file belongs to another net, or the layer's declaration differs from the net that was trained");
        return entry;
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
        stream.Position = fileStart + entry.Offset;
        for (long done = 0; done < entry.ByteLength; done += CheckedAtOnce)
        {
            byte[] values = ReadExactly(stream, (int)Math.Min(CheckedAtOnce, entry.ByteLength - done), _fileName);
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

    private static byte[] ReadExactly(Stream stream, int count, string fileName)
    {
        byte[] bytes = new byte[count];
        int done = 0;
        while (done < count)
        {
            int read = stream.Read(bytes, done, count - done);
            if (read <= 0)
                throw Fault(
                    fileName, null, Text($"{count} bytes"), Text($"only {done}"),
                    "the file was cut while it was read");
            done += read;
        }
        return bytes;
    }

    private static SafetensorsHeader Parse(byte[] text, long dataLength, string fileName)
    {
        var json = new SafetensorsJson(text, PrefixLength, fileName);
        var tensors = new List<TensorEntry>();
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        json.ReadObject("an object of tensors", name =>
        {
            if (name == MetadataName)
            {
                json.ReadObject("an object of texts as __metadata__", key => metadata.Add(key, json.ReadString("a text as a value of __metadata__")));
                return;
            }
            json.Tensor = name;
            tensors.Add(ReadTensor(json, name, PrefixLength + text.Length, dataLength));
            json.Tensor = null;
        });
        json.End();

        TensorEntry[] entries = tensors.ToArray();
        Array.Sort(entries, InFileOrder);
        long covered = PrefixLength + text.Length;
        string previous = "the header";
        foreach (TensorEntry entry in entries)
        {
            if (entry.Offset != covered)
                throw Fault(
                    fileName, entry.Name, Text($"its values at byte {covered} of the file, where {previous} ends"),
                    Text($"byte {entry.Offset}"),
                    entry.Offset < covered ? "the tensors overlap" : "there is a hole between the tensors");
            covered += entry.ByteLength;
            previous = Quote(entry.Name);
        }
        long length = PrefixLength + text.Length + dataLength;
        if (covered != length)
            throw Fault(
                fileName, null, Text($"the end of the file at byte {covered}, where {previous} ends"),
                Text($"{length - covered} more bytes"), "the header does not belong to this file");
        return new SafetensorsHeader(fileName, entries, metadata);
    }

    private static TensorEntry ReadTensor(SafetensorsJson json, string name, long dataStart, long dataLength)
    {
        string? dataType = null;
        List<long>? shape = null;
        List<long>? offsets = null;
        json.ReadObject("an object with dtype, shape and data_offsets", key =>
        {
            switch (key)
            {
                case "dtype": dataType = json.ReadString("the name of a type as dtype"); break;
                case "shape": shape = ReadLengths(json, "shape", TensorEntry.MaxRank); break;
                case "data_offsets": offsets = ReadLengths(json, "data_offsets", 2); break;
                default: json.Skip(); break;
            }
        });
        if (dataType == null || shape == null || offsets is not { Count: 2 })
            throw json.Fault(
                "dtype, shape and two data_offsets",
                dataType == null ? "no dtype" : shape == null ? "no shape" : offsets == null ? "no data_offsets" : "other than two data_offsets");
        int bits = TensorEntry.BitsOf(dataType);
        if (bits == 0)
            throw json.Fault("a dtype of the format, such as F32 or F16", Quote(dataType));

        long count = 1;
        foreach (long axis in shape)
        {
            if (axis > 0 && count > long.MaxValue / 64 / axis)
                throw json.Fault("a shape with less than 2^57 values", TensorEntry.Describe(shape));
            count *= axis;
        }
        (long begin, long end) = (offsets[0], offsets[1]);
        if (begin > end)
            throw json.Fault("data_offsets that begin before they end", TensorEntry.Describe(offsets));
        if (end > dataLength)
            throw Fault(
                json.FileName, name, Text($"{end} bytes of values behind the header, as its data_offsets say"),
                Text($"{dataLength}"), "the file is cut off");
        if (count * bits % 8 != 0 || count * bits / 8 != end - begin)
            throw json.Fault(
                Text($"{count} values of {dataType} in {(count * bits + 7) / 8} bytes, from shape {TensorEntry.Describe(shape)}"),
                Text($"{end - begin} bytes between its data_offsets"));
        return new TensorEntry(name, dataType, shape.ToArray(), dataStart + begin, end - begin);
    }

    private static List<long> ReadLengths(SafetensorsJson json, string name, int most)
    {
        var lengths = new List<long>();
        json.ReadArray($"an array of whole numbers as {name}", () =>
        {
            if (lengths.Count == most)
                throw json.Fault(Text($"at most {most} numbers as {name}"), "more");
            lengths.Add(json.ReadLength($"a whole number of at least 0 in {name}"));
        });
        return lengths;
    }

    // By loops and not by LINQ here and below: its generic virtual methods bring a type loader into programs compiled ahead of time.
    private static bool SameShape(IReadOnlyList<long> shape, int[] wanted, bool reversed)
    {
        bool same = shape.Count == wanted.Length;
        for (int axis = 0; same && axis < wanted.Length; axis++)
            same = shape[reversed ? wanted.Length - 1 - axis : axis] == wanted[axis];
        return same;
    }

    private static int InFileOrder(TensorEntry one, TensorEntry other)
    {
        int order = one.Offset.CompareTo(other.Offset);
        if (order == 0)
            order = one.ByteLength.CompareTo(other.ByteLength);
        return order != 0 ? order : string.CompareOrdinal(one.Name, other.Name);
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
