using System.Globalization;
using static CnnCompiler.Weights.WeightException;

namespace CnnCompiler.Weights;

/// <summary>What a tensor says of its place in another file, believed only where it stays in the folder and its numbers are numbers.</summary>
internal sealed class ExternalPlace
{
    private const string Advice = "save the model as one file (onnx.save_model with save_as_external_data=False)";

    private string? _location;
    private string? _offset;
    private string? _length;

    /// <summary>Reads one of the key and value pairs; a checksum is not looked at, as no writer is known to give one.</summary>
    public void Read(ProtobufReader reader, long end)
    {
        string key = "", value = "";
        while (reader.Next(end, out int field, out var wire))
            switch (field)
            {
                case 1: key = reader.Text(wire, end); break;
                case 2: value = reader.Text(wire, end); break;
                default: reader.Skip(wire, end); break;
            }
        switch (key)
        {
            case "location": _location = value; break;
            case "offset": _offset = value; break;
            case "length": _length = value; break;
        }
    }

    /// <summary>The file, and where the values begin and how long they are in it.</summary>
    /// <param name="fileName">The model's name, for messages.</param>
    /// <param name="tensor">The tensor's name, for messages.</param>
    /// <param name="needed">The bytes that type and shape take; 0 for types whose size is not known.</param>
    /// <exception cref="WeightException">The path leaves the model's folder, or a number is none or does not fit.</exception>
    public (string File, long Offset, long ByteLength) Settle(string fileName, string tensor, long needed)
    {
        string path = (_location ?? "").Replace('\\', '/');
        while (path.StartsWith("./", StringComparison.Ordinal))
            path = path.Substring(2);
        if (path.Length == 0 || path.IndexOf(':') >= 0 || path.Split('/').Any(part => part.Length == 0 || part.Trim('.', ' ').Length == 0))
            throw Fault(fileName, tensor, "its values in a file of the model's folder or one below it", $"the location {Quote(_location ?? "")}", Advice);
        long offset = Number(fileName, tensor, "offset", _offset) ?? 0;
        if (Number(fileName, tensor, "length", _length) is { } length && length != needed)
            throw Fault(
                fileName, tensor, FormattableString.Invariant($"{needed} bytes for its type and shape"), FormattableString.Invariant($"the length {length} in {Quote(path)}"), Advice);
        return (path, offset, needed);
    }

    /// <summary>The fault of values that the other file does not have.</summary>
    public static WeightException OutOfFile(string fileName, string tensor, string file, long offset, long byteLength, long length) => Fault(
        fileName, tensor, FormattableString.Invariant($"{byteLength} bytes from byte {offset} of {Quote(file)} on"), FormattableString.Invariant($"a file of {length} bytes"),
        "it belongs to another model, or is cut off");

    private static long? Number(string fileName, string tensor, string key, string? text)
    {
        if (text is null)
            return null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number))
            return number;
        throw Fault(fileName, tensor, $"a number of bytes as {key}", Quote(text), Advice);
    }
}
