using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace CnnCompiler.Weights;

/// <summary>Writes safetensors files that PyTorch, this library and everything else that knows the format can read.</summary>
/// <remarks>The same tensors and metadata give the same bytes: tensors stand in the order given, metadata in the order of its names.</remarks>
public static class SafetensorsWriter
{
    private const int Alignment = 8;
    private const int ChunkLength = 1 << 14;
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Writes a file as a whole or not at all: aside first, then in the place of what was there before.</summary>
    /// <param name="path">Where to; the folder must exist.</param>
    /// <param name="tensors">The tensors, each name once.</param>
    /// <param name="metadata">Notes for the file, such as how the net was trained; null for none.</param>
    /// <exception cref="ArgumentException">
    /// Two tensors have one name, a shape does not fit its values, a value is NaN or infinite, or the names need more than 100 MB.
    /// </exception>
    /// <exception cref="IOException">The file cannot be written; what was there before is untouched.</exception>
    public static void Write(string path, IEnumerable<WeightTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        WeightTensor[] all = Check(tensors);
        byte[] header = Header(all, metadata);
        WholeFile.Write(path, stream => Write(stream, header, all));
    }

    /// <summary>Writes a file into a stream, which stays open.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="tensors">The tensors, each name once.</param>
    /// <param name="metadata">Notes for the file, such as how the net was trained; null for none.</param>
    /// <exception cref="ArgumentException">
    /// Two tensors have one name, a shape does not fit its values, a value is NaN or infinite, or the names need more than 100 MB.
    /// </exception>
    public static void Write(Stream stream, IEnumerable<WeightTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        WeightTensor[] all = Check(tensors);
        Write(stream, Header(all, metadata), all);
    }

    private static void Write(Stream stream, byte[] header, WeightTensor[] tensors)
    {
        stream.Write(header);
        Span<byte> bytes = stackalloc byte[sizeof(float)];
        foreach (WeightTensor tensor in tensors)
        {
            ReadOnlySpan<float> values = tensor.Values.Span;
            if (BitConverter.IsLittleEndian)
            {
                // In pieces, because a span of bytes cannot hold the gigabytes that a span of floats can.
                for (int start = 0; start < values.Length; start += ChunkLength)
                    stream.Write(MemoryMarshal.AsBytes(values.Slice(start, Math.Min(ChunkLength, values.Length - start))));
                continue;
            }
            foreach (float value in values)
            {
                BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
                stream.Write(bytes);
            }
        }
    }

    private static WeightTensor[] Check(IEnumerable<WeightTensor> tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        WeightTensor[] all = [.. tensors];
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (WeightTensor tensor in all)
        {
            string name = WeightException.Quote(tensor.Name);
            if (tensor.Name is "" or SafetensorsHeader.MetadataName)
                throw new ArgumentException($"A tensor cannot be called {name}: give it another name.", nameof(tensors));
            if (!names.Add(tensor.Name))
                throw new ArgumentException($"Two tensors are called {name}: give one of them another name.", nameof(tensors));
            if (tensor.Shape.Count > TensorEntry.MaxRank)
                throw new ArgumentException(
                    FormattableString.Invariant($"Tensor {name}: at most {TensorEntry.MaxRank} axes; found {tensor.Shape.Count}."), nameof(tensors));
            long count = 1;
            foreach (int axis in tensor.Shape)
                count = axis < 0 || count is < 0 or > int.MaxValue ? -1 : count * axis;
            if (count != tensor.Values.Length)
                throw new ArgumentException(
                    FormattableString.Invariant($"Tensor {name}: shape {TensorEntry.Describe(tensor.Shape)} does not fit {tensor.Values.Length} values."),
                    nameof(tensors));
            int bad = ElementConversion.IndexOfNonFinite(tensor.Values.Span);
            if (bad >= 0)
                throw new ArgumentException(
                    FormattableString.Invariant($"Tensor {name}: every value must be finite; found {tensor.Values.Span[bad]} at index {bad}."),
                    nameof(tensors));
        }
        return all;
    }

    private static byte[] Header(WeightTensor[] tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        var json = new StringBuilder("{");
        string comma = "";
        if (metadata is { Count: > 0 })
        {
            json.Append('"').Append(SafetensorsHeader.MetadataName).Append("\":{");
            foreach ((string key, string value) in metadata.OrderBy(note => note.Key, StringComparer.Ordinal))
            {
                Escape(Escape(json.Append(comma), key).Append(':'), value);
                comma = ",";
            }
            json.Append('}');
            comma = ",";
        }
        long offset = 0;
        foreach (WeightTensor tensor in tensors)
        {
            long end = offset + (long)sizeof(float) * tensor.Values.Length;
            string shape = string.Join(',', tensor.Shape.Select(axis => axis.ToString(CultureInfo.InvariantCulture)));
            Escape(json.Append(comma), tensor.Name)
                .Append(CultureInfo.InvariantCulture, $":{{\"dtype\":\"F32\",\"shape\":[{shape}],\"data_offsets\":[{offset},{end}]}}");
            comma = ",";
            offset = end;
        }
        byte[] text = Encode(json.Append('}').ToString());
        int length = (text.Length + Alignment - 1) / Alignment * Alignment;
        if (length > SafetensorsHeader.MaxLength)
            throw new ArgumentException(
                FormattableString.Invariant($"Names, shapes and metadata may need {SafetensorsHeader.MaxLength} bytes in a file; they need {length}."),
                nameof(tensors));
        byte[] header = new byte[SafetensorsHeader.PrefixLength + length];
        BinaryPrimitives.WriteInt64LittleEndian(header, length);
        header.AsSpan(SafetensorsHeader.PrefixLength).Fill((byte)' ');
        text.CopyTo(header, SafetensorsHeader.PrefixLength);
        return header;
    }

    private static byte[] Encode(string json)
    {
        try
        {
            return Utf8.GetBytes(json);
        }
        catch (EncoderFallbackException problem)
        {
            throw new ArgumentException("A name or note holds half of a surrogate pair, which no file can hold: give it another text.", problem);
        }
    }

    private static StringBuilder Escape(StringBuilder json, string text)
    {
        json.Append('"');
        foreach (char unit in text)
        {
            if (unit is '"' or '\\')
                json.Append('\\').Append(unit);
            else if (unit < ' ')
                json.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}");
            else
                json.Append(unit);
        }
        return json.Append('"');
    }
}
