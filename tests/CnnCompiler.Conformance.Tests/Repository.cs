namespace CnnCompiler.Conformance.Tests;

/// <summary>Where the project's own tree lies, and the test material beside it.</summary>
internal static class Repository
{
    /// <summary>The folder of the solution, above the folder the tests were built into.</summary>
    public static string Folder { get; } = Find();

    /// <summary>A folder of the test material, which is not part of the project; null where it is not there.</summary>
    public static string? Data(params ReadOnlySpan<string> path)
    {
        string full = Path.GetFullPath(Path.Combine([Folder, "..", "shared", "data", .. path]));
        return Path.Exists(full) ? full : null;
    }

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "CnnCompiler.sln")))
                return folder.FullName;
        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds CnnCompiler.sln.");
    }
}

/// <summary>A test on material that is not part of the project: it is skipped, and says so, where that does not lie beside it.</summary>
public sealed class DataFactAttribute : FactAttribute
{
    /// <summary>A test that needs some folders.</summary>
    /// <param name="folders">The folders below <c>../shared/data</c>.</param>
    public DataFactAttribute(params string[] folders)
    {
        string[] missing = [.. folders.Where(folder => Repository.Data(folder) is null)];
        Skip = missing.Length > 0 ? $"The test material is not there: put {string.Join(" and ", missing)} into ../shared/data beside the project." : null;
    }
}
