namespace CnnCompiler.Inference;

/// <summary>The type of a tensor's values. The numbers are those of ONNX's TensorProto.DataType.</summary>
public enum TensorElementType
{
    /// <summary>32-bit IEEE 754 floating point.</summary>
    Float32 = 1,

    /// <summary>8-bit unsigned integer.</summary>
    UInt8 = 2,

    /// <summary>8-bit signed integer.</summary>
    Int8 = 3,

    /// <summary>16-bit unsigned integer.</summary>
    UInt16 = 4,

    /// <summary>16-bit signed integer.</summary>
    Int16 = 5,

    /// <summary>32-bit signed integer.</summary>
    Int32 = 6,

    /// <summary>64-bit signed integer.</summary>
    Int64 = 7,

    /// <summary>True or false, one byte each.</summary>
    Boolean = 9,

    /// <summary>16-bit IEEE 754 floating point.</summary>
    Float16 = 10,

    /// <summary>64-bit IEEE 754 floating point.</summary>
    Float64 = 11,

    /// <summary>32-bit unsigned integer.</summary>
    UInt32 = 12,

    /// <summary>64-bit unsigned integer.</summary>
    UInt64 = 13,
}
