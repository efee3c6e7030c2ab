namespace CnnCompiler.Generator.Graph;

/// <summary>The type of a value's elements.</summary>
internal enum ElementType
{
    Float32,
}
