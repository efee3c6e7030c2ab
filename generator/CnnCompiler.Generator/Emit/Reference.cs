using static CnnCompiler.Generator.CSharp;

namespace CnnCompiler.Generator.Emit;

/// <summary>The text of references to a place behind another.</summary>
internal static class Reference
{
    /// <summary>Some constant number of values behind a reference.</summary>
    public static string At(string reference, int offset) => offset == 0 ? $"ref {reference}" : $"ref Unsafe.Add(ref {reference}, {Literal(offset)})";

    /// <summary>Some computed number of values behind a reference.</summary>
    public static string At(string reference, string offset) => offset.Length == 0 ? $"ref {reference}" : $"ref Unsafe.Add(ref {reference}, {offset})";
}
