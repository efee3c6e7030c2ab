namespace CnnCompiler.Generator.Weights;

/// <summary>A weight file that the project lists: its name and what its content is known by, but not the content.</summary>
/// <param name="Name">The name as the project lists it.</param>
/// <param name="Path">Where it is.</param>
/// <param name="Stamp">Differs where the content differs.</param>
internal sealed record WeightFileItem(string Name, string Path, string Stamp)
{
    /// <summary>Whether two names mean the same file: both kinds of slash are one, and a leading <c>./</c> is none.</summary>
    public static bool SameName(string one, string other) => Normal(one) == Normal(other);

    private static string Normal(string name)
    {
        string slashed = name.Replace('\\', '/');
        return slashed.StartsWith("./", StringComparison.Ordinal) ? slashed.Substring(2) : slashed;
    }
}
