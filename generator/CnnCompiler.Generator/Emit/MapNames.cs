namespace CnnCompiler.Generator.Emit;

/// <summary>What feature maps are called.</summary>
internal static class MapNames
{
    /// <summary>C# allows 512 characters; nobody reads as many.</summary>
    private const int LongestProperty = 100;

    /// <summary>What the class of the maps has besides, and what every class has.</summary>
    private static readonly string[] Taken =
    [
        "All", "Equals", "FeatureMaps", "Finalize", "GetHashCode", "GetType", "Info", "Item", "Load", "MemberwiseClone", "Predict", "ReferenceEquals", "Run", "ToString",
    ];

    /// <summary>The names, each once: a second one gets a number.</summary>
    public static string[] Unique(IEnumerable<string> names) => Number(names, new HashSet<string>(StringComparer.Ordinal), "#");

    /// <summary>The names as C# properties: words with a capital first.</summary>
    public static IReadOnlyList<string> Properties(IEnumerable<string> names) => Number(names.Select(Property), new HashSet<string>(Taken, StringComparer.Ordinal), "_");

    private static string[] Number(IEnumerable<string> names, HashSet<string> taken, string separator) =>
    [
        .. names.Select(name =>
        {
            string unique = name;
            for (int number = 2; !taken.Add(unique); number++)
                unique = name + separator + CSharp.Literal(number);
            return unique;
        }),
    ];

    private static string Property(string name)
    {
        string[] words = new string([.. name.Select(c => c < 128 && char.IsLetterOrDigit(c) ? c : ' ')]).Split([' '], StringSplitOptions.RemoveEmptyEntries);
        string joined = string.Concat(words.Select(word => char.ToUpperInvariant(word[0]) + word.Substring(1)));
        if (joined.Length > LongestProperty)
            joined = joined.Substring(0, LongestProperty);
        return joined.Length == 0 || char.IsDigit(joined[0]) ? "Map" + joined : joined;
    }
}
