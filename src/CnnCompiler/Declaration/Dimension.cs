namespace CnnCompiler;

/// <summary>
/// Gives a free dimension of an ONNX model its length: the compiled code works on static shapes. A free batch in front is 1 where nothing else is said.
/// </summary>
/// <param name="name">
/// The dimension's name in the file, such as <c>batch</c>; one without a name is called by its input and position, such as <c>image.2</c>.
/// </param>
/// <param name="length">Its length; at least 0.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class Dimension(string name, int length) : Attribute
{
    /// <summary>The dimension's name.</summary>
    public string Name { get; } = name;

    /// <summary>Its length.</summary>
    public int Length { get; } = length;
}
