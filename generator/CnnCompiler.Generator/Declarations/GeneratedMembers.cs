using Microsoft.CodeAnalysis;

namespace CnnCompiler.Generator.Declarations;

/// <summary>The members that every model class gets, as far as others must keep out of their way.</summary>
internal static class GeneratedMembers
{
    private const string Input = "System.ReadOnlySpan<float>";
    private const string Pixels = "System.ReadOnlySpan<byte>";
    private const string Output = "System.Span<float>";
    private const string Workspace = "CnnCompiler.Inference.Workspace";
    private const string Tensors = "System.ReadOnlySpan<CnnCompiler.Inference.Tensor>";

    private static readonly HashSet<string> Properties = new(StringComparer.Ordinal) { "Architecture", "Info", "InputLength", "OutputLength", "ScratchBytes" };

    /// <summary>The methods by their names, each with the parameters of its overloads.</summary>
    private static readonly Dictionary<string, string[]> Methods = new(StringComparer.Ordinal)
    {
        ["Load"] = ["System.IO.Stream"],
        ["Predict"] =
        [
            $"{Input}, {Output}", $"{Input}, {Output}, {Workspace}", $"{Input}, {Output}, int", $"{Pixels}, int, {Output}", $"{Pixels}, int, {Output}, {Workspace}",
        ],
        ["PredictBatch"] = [$"{Input}, {Output}, int", $"{Input}, {Output}, int, int"],
        ["Run"] = [$"{Tensors}, {Tensors}"],
    };

    /// <summary>Whether a member is called so.</summary>
    public static bool Has(string name, bool featureMaps) =>
        Properties.Contains(name) || Methods.ContainsKey(name) || name == "Loaded" || (featureMaps && name == "FeatureMaps");

    /// <summary>The members of a class, inherited ones included, that a generated one would collide with or hide.</summary>
    public static IEnumerable<ISymbol> ClashesIn(INamedTypeSymbol type, bool featureMaps)
    {
        for (var owner = type; owner != null; owner = owner.BaseType)
            foreach (var member in owner.GetMembers())
                if (Clashes(member, featureMaps) && (member.DeclaredAccessibility != Accessibility.Private || SymbolEqualityComparer.Default.Equals(owner, type)))
                    yield return member;
        foreach (var parameter in type.TypeParameters)
            if (Has(parameter.Name, featureMaps))
                yield return parameter;
    }

    private static bool Clashes(ISymbol member, bool featureMaps)
    {
        if (member is not IMethodSymbol method)
            return Has(member.Name, featureMaps);
        if (method.MethodKind != MethodKind.Ordinary)
            return false;
        if (!Methods.TryGetValue(method.Name, out string[]? overloads))
            return Has(method.Name, featureMaps) || (method.Name.StartsWith("get_", StringComparison.Ordinal) && Properties.Contains(method.Name.Substring(4)));
        return method.TypeParameters.Length == 0 && method.Parameters.All(parameter => parameter.RefKind == RefKind.None) &&
            overloads.Contains(string.Join(", ", method.Parameters.Select(parameter => parameter.Type.ToDisplayString())));
    }
}
