using System.Globalization;

namespace CnnCompiler.Weights;

/// <summary>What a tensor's values are, as far as weights can be made of them.</summary>
public enum WeightElementType
{
    /// <summary>Four bytes a value: <c>F32</c>.</summary>
    Float32,

    /// <summary>Two bytes a value, widened to float32 when it is read: <c>F16</c>.</summary>
    Float16,

    /// <summary>A type that a file may hold but no layer reads, such as the <c>I64</c> of batch normalisation's <c>num_batches_tracked</c>.</summary>
    Other,
}

/// <summary>A tensor in a weight file: what the file says of it, checked.</summary>
public sealed class TensorEntry
{
    /// <summary>The most axes a tensor may have: 64, the most that PyTorch and NumPy make.</summary>
    public const int MaxRank = 64;

    internal TensorEntry(string name, string dataType, IReadOnlyList<long> shape, long offset, long byteLength)
    {
        (Name, DataType, Shape, Offset, ByteLength) = (name, dataType, shape, offset, byteLength);
        ElementType = dataType == "F32" ? WeightElementType.Float32 : dataType == "F16" ? WeightElementType.Float16 : WeightElementType.Other;
    }

    /// <summary>The tensor's name, such as <c>0.weight</c>.</summary>
    public string Name { get; }

    /// <summary>The type of the values as the file writes it: <c>F32</c>, <c>F16</c>, <c>I64</c> and so on.</summary>
    public string DataType { get; }

    /// <summary>The type of the values, as far as weights can be made of them.</summary>
    public WeightElementType ElementType { get; }

    /// <summary>The lengths of the axes, outermost first; none for a single value.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>Where the values begin: the number of bytes from the beginning of the file.</summary>
    public long Offset { get; }

    /// <summary>The number of bytes of the values.</summary>
    public long ByteLength { get; }

    /// <summary>The file beside this one that holds the values, by the path that this one gives it; null where they are here.</summary>
    internal string? ExternalFile { get; set; }

    /// <summary>The values where the file does not hold them one after another as memory does; null almost always.</summary>
    internal byte[]? Detached { get; set; }

    /// <summary>The bits of one value, or 0 for a type the format does not have.</summary>
    internal static int BitsOf(string dataType) => dataType switch
    {
        "F4" => 4,
        "F6_E2M3" or "F6_E3M2" => 6,
        "BOOL" or "U8" or "I8" or "F8_E5M2" or "F8_E4M3" or "F8_E8M0" or "F8_E4M3FNUZ" or "F8_E5M2FNUZ" => 8,
        "I16" or "U16" or "F16" or "BF16" => 16,
        "I32" or "U32" or "F32" => 32,
        "I64" or "U64" or "F64" or "C64" => 64,
        _ => 0,
    };

    /// <summary>A shape as PyTorch prints it: <c>[8, 1, 3, 3]</c>.</summary>
    internal static string Describe(IReadOnlyList<long> shape)
    {
        string[] axes = new string[shape.Count];
        for (int axis = 0; axis < axes.Length; axis++)
            axes[axis] = shape[axis].ToString(CultureInfo.InvariantCulture);
        return "[" + string.Join(", ", axes) + "]";
    }

    /// <summary>A shape as PyTorch prints it: <c>[8, 1, 3, 3]</c>.</summary>
    internal static string Describe(IReadOnlyList<int> shape)
    {
        long[] axes = new long[shape.Count];
        for (int axis = 0; axis < axes.Length; axis++)
            axes[axis] = shape[axis];
        return Describe(axes);
    }
}
