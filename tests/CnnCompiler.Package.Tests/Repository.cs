namespace CnnCompiler.Package.Tests;

/// <summary>Where the project's own tree lies.</summary>
internal static class Repository
{
    /// <summary>The folder of the solution, above the folder the tests were built into.</summary>
    public static string Folder { get; } = Find();

    /// <summary>A path in the tree.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Folder, .. parts]);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "CnnCompiler.sln")))
                return folder.FullName;
        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds CnnCompiler.sln.");
    }
}
