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
public sealed class SafetensorsHeader : TensorIndex
{
    /// <summary>The most bytes a header may have: 100,000,000, as in the format's reference implementation.</summary>
    public const int MaxLength = 100_000_000;

    internal const string MetadataName = "__metadata__";
    internal const int PrefixLength = 8;

    private SafetensorsHeader(string fileName, IReadOnlyList<TensorEntry> entries, IReadOnlyDictionary<string, string> metadata)
        : base(fileName, entries, metadata)
    {
    }

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
        byte[] prefix = length < PrefixLength ? [] : ReadExactly(stream, PrefixLength, fileName);
        ulong headerLength = 0;
        for (int index = prefix.Length - 1; index >= 0; index--)
            headerLength = headerLength << 8 | prefix[index];
        if (prefix.Length == 0 || headerLength > MaxLength || (long)headerLength > length - PrefixLength)
            throw NoHeader(prefix, headerLength, length, fileName);
        byte[] text = ReadExactly(stream, (int)headerLength, fileName);
        if (text.Length == 0 || text[0] != '{')
            throw Fault(
                fileName, null, "a header that begins with {", text.Length == 0 ? "an empty one" : Text($"the value 0x{Hex(text[0])}"),
                "this seems to be another kind of file");
        return Parse(text, length - PrefixLength - text.Length, fileName);
    }

    private static WeightException NoHeader(byte[] prefix, ulong headerLength, long length, string fileName)
    {
        if (prefix.Length == 0)
            return Fault(
                fileName, null, "a safetensors file, which begins with 8 bytes of header length", Text($"{Math.Max(length, 0)} bytes"));
        if (headerLength > MaxLength)
            return Fault(
                fileName, null, Text($"a safetensors file with a header of at most {MaxLength} bytes"),
                Text($"the length {headerLength}"),
                prefix[0] == 'P' && prefix[1] == 'K'
                    ? "this is a zip file, as torch.save and Keras write; save the weights with safetensors.torch.save_file"
                    : "this seems to be another kind of file");
        return Fault(
            fileName, null, Text($"a header of {headerLength} bytes behind the first 8"),
            Text($"{length - PrefixLength} bytes"), "the file is cut off, or of another kind");
    }

    private static SafetensorsHeader Parse(byte[] text, long dataLength, string fileName)
    {
        var json = new SafetensorsJson(text, PrefixLength, fileName);
        var entries = new List<TensorEntry>();
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        var names = new HashSet<string>(StringComparer.Ordinal);
        long covered = PrefixLength + text.Length;
        bool inOrder = true;
        for (bool more = json.EnterObject("an object of tensors"); more; more = json.NextMember())
        {
            string name = json.ReadName(names);
            if (name == MetadataName)
            {
                ReadMetadata(json, metadata);
                continue;
            }
            json.Tensor = name;
            TensorEntry entry = ReadTensor(json, name, PrefixLength + text.Length, dataLength);
            json.Tensor = null;
            entries.Add(entry);
            inOrder &= entry.Offset == covered && entry.ByteLength > 0;
            covered += entry.ByteLength;
        }
        json.End();
        // Most writers list the tensors as their values lie, which needs no further look.
        if (!inOrder || covered != PrefixLength + text.Length + dataLength)
            SortAndCheck(entries, PrefixLength + text.Length, dataLength, fileName);
        return new SafetensorsHeader(fileName, entries, metadata);
    }

    private static void ReadMetadata(SafetensorsJson json, Dictionary<string, string> metadata)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        for (bool more = json.EnterObject("an object of texts as __metadata__"); more; more = json.NextMember())
            metadata.Add(json.ReadName(keys), json.ReadString("a text as a value of __metadata__"));
    }

    /// <summary>Puts the tensors into the order of their values, and makes sure that these cover the file without overlap and without holes.</summary>
    private static void SortAndCheck(List<TensorEntry> entries, long covered, long dataLength, string fileName)
    {
        long length = covered + dataLength;
        entries.Sort(InFileOrder);
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
        if (covered != length)
            throw Fault(
                fileName, null, Text($"the end of the file at byte {covered}, where {previous} ends"),
                Text($"{length - covered} more bytes"), "the header does not belong to this file");
    }

    private static TensorEntry ReadTensor(SafetensorsJson json, string name, long dataStart, long dataLength)
    {
        string? dataType = null;
        long[]? shape = null;
        long[]? offsets = null;
        var keys = new HashSet<string>(StringComparer.Ordinal);
        for (bool more = json.EnterObject("an object with dtype, shape and data_offsets"); more; more = json.NextMember())
        {
            string key = json.ReadName(keys);
            if (key == "dtype")
                dataType = json.ReadString("the name of a type as dtype");
            else if (key == "shape")
                shape = ReadLengths(json, "shape", TensorEntry.MaxRank);
            else if (key == "data_offsets")
                offsets = ReadLengths(json, "data_offsets", 2);
            else
                json.Skip();
        }
        if (dataType == null || shape == null || offsets == null || offsets.Length != 2)
            throw Incomplete(json, dataType, shape, offsets);
        int bits = dataType == "F32" ? 32 : TensorEntry.BitsOf(dataType);
        if (bits == 0)
            throw json.Fault("a dtype of the format, such as F32 or F16", Quote(dataType));
        long count = 1;
        for (int axis = 0; axis < shape.Length; axis++)
        {
            if (shape[axis] > 0 && count > long.MaxValue / 64 / shape[axis])
                throw json.Fault("a shape with less than 2^57 values", TensorEntry.Describe(shape));
            count *= shape[axis];
        }
        long length = offsets[1] - offsets[0];
        if (length < 0 || offsets[1] > dataLength || count * bits % 8 != 0 || count * bits / 8 != length)
            throw Misplaced(json, name, dataLength, dataType, shape, count * bits, offsets);
        return new TensorEntry(name, dataType, shape, dataStart + offsets[0], length);
    }

    private static WeightException Incomplete(SafetensorsJson json, string? dataType, long[]? shape, long[]? offsets) => json.Fault(
        "dtype, shape and two data_offsets",
        dataType == null ? "no dtype" : shape == null ? "no shape" : offsets == null ? "no data_offsets" : "other than two data_offsets");

    private static WeightException Misplaced(
        SafetensorsJson json, string name, long dataLength, string dataType, long[] shape, long bits, long[] offsets)
    {
        (long begin, long end) = (offsets[0], offsets[1]);
        if (begin > end)
            return json.Fault("data_offsets that begin before they end", TensorEntry.Describe(offsets));
        if (end > dataLength)
            return Fault(
                json.FileName, name, Text($"{end} bytes of values behind the header, as its data_offsets say"),
                Text($"{dataLength}"), "the file is cut off");
        return json.Fault(
            Text($"{bits / TensorEntry.BitsOf(dataType)} values of {dataType} in {(bits + 7) / 8} bytes, from shape {TensorEntry.Describe(shape)}"),
            Text($"{end - begin} bytes between its data_offsets"));
    }

    private static long[] ReadLengths(SafetensorsJson json, string name, int most)
    {
        // An array and no list: lists of numbers are compiled anew in every program.
        long[] lengths = new long[4];
        int count = 0;
        for (bool more = json.EnterArray("an array of whole numbers as " + name); more; more = json.NextElement())
        {
            if (count == most)
                throw json.Fault(Text($"at most {most} numbers as {name}"), "more");
            if (count == lengths.Length)
                Array.Resize(ref lengths, 4 * count);
            lengths[count++] = json.ReadLength("a whole number of at least 0 in " + name);
        }
        if (count == lengths.Length)
            return lengths;
        long[] exact = new long[count];
        Array.Copy(lengths, exact, count);
        return exact;
    }
}
