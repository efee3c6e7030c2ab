namespace CnnCompiler.Generator;

/// <summary>The class that generated members go into, as text: no symbol of the compiler's lives in here.</summary>
/// <param name="Namespace">The namespace, or empty for the global one.</param>
/// <param name="ContainingTypes">The headers of the types around it, outermost first, such as <c>partial class Outer&lt;T&gt;</c>.</param>
/// <param name="Header">The header of the class itself without accessibility, such as <c>sealed partial class DigitClassifier</c>.</param>
/// <param name="Name">The name of the class, as it is written in C#.</param>
internal sealed record TargetType(string Namespace, EquatableArray<string> ContainingTypes, string Header, string Name)
{
    /// <summary>The start of the names of the C functions that are asked for, a C identifier; null for none.</summary>
    public string? NativeExport { get; init; }
}
