namespace CnnCompiler;

/// <summary>
/// Asks the compiler to turn the net declared on this partial class, together with its weight file, or an ONNX model, into specialised C#.
/// </summary>
/// <remarks>
/// The class gets <c>Predict</c>, <c>Load</c>, <c>Info</c> and <c>Architecture</c>. The layers are the <see cref="Layer"/> attributes on the
/// same part of the class, in the order they are written; a class without layers whose file ends in <c>.onnx</c> is that model.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class CnnModelAttribute : Attribute
{
    /// <summary>A net whose layers have no learned values, such as one made of pooling alone.</summary>
    public CnnModelAttribute()
    {
    }

    /// <summary>A net with a weight file, or a whole model from an ONNX file where no layers are declared.</summary>
    /// <param name="weights">
    /// The file's name as the project lists it in <c>&lt;CnnModel Include="..." /&gt;</c>: a safetensors file with float32 or float16 tensors, or an
    /// ONNX model.
    /// </param>
    public CnnModelAttribute(string weights) => Weights = weights;

    /// <summary>The weight file's name, or null where the net needs none.</summary>
    public string? Weights { get; }

    /// <summary>The order of the axes of the image that an ONNX model takes; the file's own by default. Declared nets always take height x width x channels.</summary>
    public Layout Layout { get; init; }

    /// <summary>Whether the net may be computed by algorithms that round otherwise than a direct sum; it may by default.</summary>
    public Precision Precision { get; init; }

    /// <summary>
    /// The start of the names of C functions to write, such as <c>digits</c> for <c>digits_predict</c>; null, the default, for none. A project with
    /// <c>&lt;NativeLib&gt;Shared&lt;/NativeLib&gt;</c> then publishes a native library and its header, <c>digits.h</c>.
    /// </summary>
    /// <remarks>Letters, digits and underscores, at most 64, beginning with a letter. The model must have one float32 input and one float32 output.</remarks>
    public string? NativeExport { get; set; }
}
