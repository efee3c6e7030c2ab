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

    private static SafetensorsHeader Parse(byte[] text, long dataLength, string fileName)
    {
        var json = new SafetensorsJson(text, PrefixLength, fileName);
        var entries = new List<TensorEntry>();
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        json.ReadObject("an object of tensors", name =>
        {
            if (name == MetadataName)
            {
                json.ReadObject("an object of texts as __metadata__", key => metadata.Add(key, json.ReadString("a text as a value of __metadata__")));
                return;
            }
            json.Tensor = name;
            entries.Add(ReadTensor(json, name, PrefixLength + text.Length, dataLength));
            json.Tensor = null;
        });
        json.End();

        entries.Sort(InFileOrder);
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
}
