using System.Collections;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace CnnCompiler.Generator.Tests.Pipeline;

/// <summary>Looks through all that a pipeline value holds.</summary>
internal static class PlainData
{
    /// <summary>Asserts that nothing in a value keeps a compilation alive or holds the bytes of a file.</summary>
    public static void Check(object? value) => Check(value, new HashSet<object>(ReferenceEqualityComparer.Instance));

    private static void Check(object? value, HashSet<object> seen)
    {
        if (value is null or string or DiagnosticDescriptor || value.GetType() is { IsPrimitive: true } or { IsEnum: true } || !seen.Add(value))
            return;
        Assert.False(value is ISymbol or SyntaxNode or SyntaxTree or Compilation or SemanticModel, $"{value.GetType()} in the pipeline");
        Assert.False(value is Location or AdditionalText or byte[] or Stream, $"{value.GetType()} in the pipeline");
        if (value is IEnumerable items)
            foreach (object? item in items)
                Check(item, seen);
        for (var type = value.GetType(); type is not null && type.Assembly == typeof(CnnGenerator).Assembly; type = type.BaseType)
            foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                Check(field.GetValue(value), seen);
    }
}
