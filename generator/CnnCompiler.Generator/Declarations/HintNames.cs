using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;

namespace CnnCompiler.Generator.Declarations;

/// <summary>Names of generated files.</summary>
internal static class HintNames
{
    /// <summary>The class's full name without what a hint name may not hold: <c>Shapes.Outer+Classifier</c>.</summary>
    public static string Of(INamedTypeSymbol type)
    {
        var parts = new Stack<string>();
        parts.Push(type.MetadataName);
        for (var outer = type.ContainingType; outer != null; outer = outer.ContainingType)
            parts.Push(outer.MetadataName + "+");
        for (var space = type.ContainingNamespace; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace)
            parts.Push(space.MetadataName + ".");
        var name = new StringBuilder();
        foreach (char letter in string.Concat(parts))
            if (letter is '.' or '+' or '`' or '_' || char.IsLetterOrDigit(letter))
                name.Append(letter);
            else
                name.Append('-').Append(((int)letter).ToString("x4", CultureInfo.InvariantCulture));
        return name.ToString();
    }

    /// <summary>The name itself, or one with a number behind it where it differs from another in nothing but case.</summary>
    /// <param name="name">The name.</param>
    /// <param name="all">All names, this one included.</param>
    public static string Apart(string name, IEnumerable<string> all)
    {
        int before = all.Count(other => string.Equals(other, name, StringComparison.OrdinalIgnoreCase) && string.CompareOrdinal(other, name) < 0);
        return before == 0 ? name : $"{name}-{before.ToString(CultureInfo.InvariantCulture)}";
    }
}
