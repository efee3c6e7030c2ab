using System.ComponentModel;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace CnnCompiler.Weights;

/// <summary>A safetensors file or ONNX model in memory, from which layers read their weights as float32.</summary>
/// <remarks>Reading is safe from any number of threads.</remarks>
public sealed unsafe class WeightFile
{
    /// <summary>The most bytes a file may have: 2,147,483,591 (2 GB), the longest array there is.</summary>
    public const int MaxLength = 0x7FFFFFC7;

    private readonly ReadOnlyMemory<byte> _memory;

    // Set where the values lie in a mapped resource: then the stream keeps the assembly that holds them loaded.
    private readonly byte* _mapped;
    private readonly Stream? _owner;

    // Files with values of an ONNX model beside it.
    private Dictionary<string, FileBytes>? _beside;

    private WeightFile(TensorIndex header, ReadOnlyMemory<byte> memory) => (Header, _memory) = (header, memory);

    private WeightFile(TensorIndex header, UnmanagedMemoryStream owner, byte* mapped)
    {
        (Header, _owner) = (header, owner);
        _mapped = mapped;
    }

    /// <summary>What the file holds: the tensors with their types and shapes.</summary>
    public TensorIndex Header { get; }

    /// <summary>Reads a file from a stream to its end; the stream may be one that cannot seek, and stays open.</summary>
    /// <param name="stream">A stream that stands where the file begins.</param>
    /// <param name="fileName">The name of the file for messages.</param>
    /// <exception cref="WeightException">The file is larger than <see cref="MaxLength"/>, is cut off, or its header is at fault.</exception>
    public static WeightFile Open(Stream stream, string fileName = "weights")
    {
        ArgumentNullException.ThrowIfNull(stream);
        return Open(stream, fileName, TensorIndex.Open);
    }

    /// <summary>Uses a file that is in memory already, without a copy: the bytes must not change as long as weights are read.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="fileName">The name of the file for messages.</param>
    /// <exception cref="WeightException">The file is cut off, or its header is at fault.</exception>
    public static WeightFile Open(ReadOnlyMemory<byte> bytes, string fileName = "weights") => Open(bytes, fileName, TensorIndex.Open);

    /// <summary>Uses a file that is in memory already, without a copy: the bytes must not change as long as weights are read.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="fileName">The name of the file for messages.</param>
    /// <exception cref="WeightException">The file is cut off, or its header is at fault.</exception>
    public static WeightFile Open(byte[] bytes, string fileName = "weights")
    {
        ArgumentNullException.ThrowIfNull(bytes);
        return Open(bytes.AsMemory(), fileName);
    }

    /// <summary>Uses a file embedded in an assembly, where it lies in memory.</summary>
    /// <param name="assembly">The assembly.</param>
    /// <param name="resource">The resource's name, which is also the file's name in messages.</param>
    /// <exception cref="WeightException">There is no such resource, or the file is cut off or at fault.</exception>
    public static WeightFile OpenResource(Assembly assembly, string resource) => OpenResource(assembly, resource, TensorIndex.Open);

    /// <summary>Uses a safetensors file embedded in an assembly: like <see cref="OpenResource(Assembly, string)"/>, without a reader of ONNX models.</summary>
    /// <remarks>Generated code names the format, as the reader of the other one was 29 KB of the smallest program compiled ahead of time.</remarks>
    /// <inheritdoc cref="OpenResource(Assembly, string)"/>
    public static WeightFile OpenSafetensorsResource(Assembly assembly, string resource) => OpenResource(assembly, resource, SafetensorsHeader.Read);

    /// <summary>Uses an ONNX model embedded in an assembly: like <see cref="OpenResource(Assembly, string)"/>, without a reader of safetensors files.</summary>
    /// <inheritdoc cref="OpenResource(Assembly, string)"/>
    public static WeightFile OpenOnnxResource(Assembly assembly, string resource) => OpenResource(assembly, resource, OnnxTensors.Read);

    /// <summary>Uses a file where it lies in unmanaged memory, which must stay there as long as the stream is referenced.</summary>
    internal static WeightFile Map(UnmanagedMemoryStream stream, string fileName) => Map(stream, fileName, TensorIndex.Open);

    private static WeightFile OpenResource(Assembly assembly, string resource, Func<Stream, string, TensorIndex> read)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        Stream stream = assembly.GetManifestResourceStream(resource) ?? throw WeightException.Fault(
            resource, null, $"it as a resource of the assembly {assembly.GetName().Name}", "none of that name",
            "list the file as <CnnModel Include=\"...\" /> in the project and build again");
        if (stream is UnmanagedMemoryStream mapped)
            return Map(mapped, resource, read);
        using (stream)
            return Open(stream, resource, read);
    }

    private static WeightFile Open(Stream stream, string fileName, Func<Stream, string, TensorIndex> read) =>
        Open(StreamBytes.Read(stream, MaxLength, fileName), fileName, read);

    private static WeightFile Open(ReadOnlyMemory<byte> bytes, string fileName, Func<Stream, string, TensorIndex> read)
    {
        fixed (byte* start = bytes.Span)
        {
            // No bytes give a null pointer, from which no stream can be made.
            using Stream stream = start == null ? new MemoryStream([]) : new UnmanagedMemoryStream(start, bytes.Length);
            return new WeightFile(read(stream, fileName), bytes);
        }
    }

    private static WeightFile Map(UnmanagedMemoryStream stream, string fileName, Func<Stream, string, TensorIndex> read)
    {
        if (stream.Length - stream.Position > MaxLength)
            throw StreamBytes.TooLong(MaxLength, fileName);
        byte* start = stream.PositionPointer;
        return new WeightFile(read(stream, fileName), stream, start);
    }

    /// <summary>Adds a file, embedded in an assembly, that holds values of this one, an ONNX model, beside it. Generated code calls it.</summary>
    /// <param name="location">The file's path as the model gives it.</param>
    /// <param name="assembly">The assembly.</param>
    /// <param name="resource">The resource's name.</param>
    /// <returns>This object.</returns>
    /// <exception cref="WeightException">There is no such resource.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public WeightFile AddResource(string location, Assembly assembly, string resource)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        (_beside ??= new(StringComparer.Ordinal))[location] = FileBytes.OpenResource(assembly, resource);
        return this;
    }

    /// <summary>Requires that the file is the one a model was compiled from, byte by byte. Generated code calls it where a file's scales became code.</summary>
    /// <param name="checksum">The SHA-256 of that file, in lower-case hexadecimal digits.</param>
    /// <returns>This object.</returns>
    /// <exception cref="WeightException">It is another file.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public WeightFile RequireChecksum(string checksum)
    {
        string found = Convert.ToHexStringLower(SHA256.HashData(_memory.Span));
        return found == checksum ? this : throw Header.OtherFile(checksum, found);
    }

    /// <summary>Whether the file holds a tensor of that name, of whatever type and shape.</summary>
    /// <param name="name">The name, such as <c>0.weight</c>.</param>
    public bool Contains(string name) => Header.Find(name) != null;

    /// <summary>Reads a tensor as float32, in the order of the file: the last axis runs fastest.</summary>
    /// <param name="name">The name, such as <c>0.weight</c>.</param>
    /// <param name="shape">The lengths of its axes, such as 8, 1, 3, 3; none for a single value.</param>
    /// <returns>A new array with the product of the lengths as its own length.</returns>
    /// <exception cref="WeightException">
    /// The tensor is missing, neither float32 nor float16, or of another shape, or one of its values is NaN or infinite.
    /// </exception>
    public float[] Read(string name, params ReadOnlySpan<int> shape)
    {
        TensorEntry entry = Header.Require(name, shape.ToArray());
        ReadOnlySpan<byte> bytes = Bytes(entry);
        float[] values = new float[bytes.Length / (entry.ElementType == WeightElementType.Float32 ? sizeof(float) : sizeof(ushort))];
        if (entry.ElementType == WeightElementType.Float32)
            ElementConversion.CopyFloat32(bytes, values);
        else
            ElementConversion.WidenFloat16(bytes, values);
        RequireFinite(entry, values);
        GC.KeepAlive(_owner);
        return values;
    }

    /// <summary>Looks at a tensor as float32 where it lies, or reads it where it lies in another type.</summary>
    /// <param name="name">The name, such as <c>0.weight</c>.</param>
    /// <param name="shape">The lengths of its axes, such as 8, 1, 3, 3; none for a single value.</param>
    /// <returns>The values, the last axis running fastest. They are there as long as this object is referenced.</returns>
    /// <exception cref="WeightException">
    /// The tensor is missing, neither float32 nor float16, or of another shape, or one of its values is NaN or infinite.
    /// </exception>
    public ReadOnlySpan<float> View(string name, params ReadOnlySpan<int> shape)
    {
        TensorEntry entry = Header.Require(name, shape.ToArray());
        if (entry.ElementType != WeightElementType.Float32 || !BitConverter.IsLittleEndian)
            return Read(name, shape);
        ReadOnlySpan<byte> bytes = Bytes(entry);
        // What MemoryMarshal.Cast does, whose compilation would delay a first prediction by 0.2 milliseconds.
        var values = MemoryMarshal.CreateReadOnlySpan(in Unsafe.As<byte, float>(ref MemoryMarshal.GetReference(bytes)), bytes.Length / sizeof(float));
        RequireFinite(entry, values);
        return values;
    }

    /// <summary>Reads a tensor of whole numbers of 8 bits, with a sign or without, as float32, which has room for all of them.</summary>
    /// <param name="name">The tensor's name.</param>
    /// <param name="shape">The lengths of its axes; none for a single value.</param>
    /// <returns>A new array with the product of the lengths as its own length.</returns>
    /// <exception cref="WeightException">The tensor is missing, of another type, or of another shape.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public float[] ReadBytes(string name, params ReadOnlySpan<int> shape)
    {
        TensorEntry entry = Header.RequireBytes(name, shape.ToArray());
        ReadOnlySpan<byte> bytes = Bytes(entry);
        bool signed = entry.DataType == "I8";
        float[] values = new float[bytes.Length];
        for (int index = 0; index < values.Length; index++)
            values[index] = signed ? (sbyte)bytes[index] : bytes[index];
        GC.KeepAlive(_owner);
        return values;
    }

    private void RequireFinite(TensorEntry entry, ReadOnlySpan<float> values)
    {
        int bad = ElementConversion.IndexOfNonFinite(values);
        if (bad >= 0)
            throw Header.NotFinite(entry, bad, float.IsNaN(values[bad]));
    }

    private ReadOnlySpan<byte> BytesBeside(TensorEntry entry, string location)
    {
        if (_beside == null || !_beside.TryGetValue(location, out var file))
            throw WeightException.Fault(
                location, entry.Name, "its values", "a model without the file that it keeps them in", "save the model as one file, or list both in the project");
        return entry.Offset <= file.Length - entry.ByteLength
            ? file.Slice(entry.Offset, entry.ByteLength)
            : throw ExternalPlace.OutOfFile(location, entry.Name, location, entry.Offset, entry.ByteLength, file.Length);
    }

    private ReadOnlySpan<byte> Bytes(TensorEntry entry) => entry.Detached is { } written ? written
        : entry.ExternalFile is { } location ? BytesBeside(entry, location)
        : _mapped != null
        ? new ReadOnlySpan<byte>(_mapped + entry.Offset, (int)entry.ByteLength)
        : _memory.Span.Slice((int)entry.Offset, (int)entry.ByteLength);
}
