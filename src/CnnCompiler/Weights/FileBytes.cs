using System.Reflection;

namespace CnnCompiler.Weights;

/// <summary>The bytes of a file that holds values of an ONNX model beside it, where they lie in memory.</summary>
internal sealed unsafe class FileBytes
{
    private readonly ReadOnlyMemory<byte> _memory;

    // Set where the bytes lie in a mapped resource: then the stream keeps the assembly that holds them loaded.
    private readonly byte* _mapped;
    private readonly Stream? _owner;

    private FileBytes(ReadOnlyMemory<byte> memory) => (_memory, Length) = (memory, memory.Length);

    private FileBytes(UnmanagedMemoryStream owner)
    {
        (_owner, Length) = (owner, owner.Length - owner.Position);
        _mapped = owner.PositionPointer;
    }

    public long Length { get; }

    /// <summary>Uses a file embedded in an assembly.</summary>
    /// <exception cref="WeightException">There is no such resource.</exception>
    public static FileBytes OpenResource(Assembly assembly, string resource)
    {
        Stream stream = assembly.GetManifestResourceStream(resource) ?? throw WeightException.Fault(
            resource, null, $"it as a resource of the assembly {assembly.GetName().Name}", "none of that name",
            "list the file as <CnnModel Include=\"...\" /> in the project and build again");
        if (stream is UnmanagedMemoryStream mapped)
            return new FileBytes(mapped);
        using (stream)
            return new FileBytes(StreamBytes.Read(stream, WeightFile.MaxLength, resource));
    }

    /// <summary>Some of the bytes; the caller has checked that they are there, and keeps this object.</summary>
    public ReadOnlySpan<byte> Slice(long offset, long length) =>
        _owner != null ? new ReadOnlySpan<byte>(_mapped + offset, (int)length) : _memory.Span.Slice((int)offset, (int)length);
}
