using System.IO.Compression;

namespace CnnCompiler.Package.Tests;

/// <summary>The package, packed once into a feed of its own.</summary>
public sealed class PackedPackage : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public PackedPackage()
    {
        Tool.Run(Tool.Dotnet, Repository.Folder, "pack", Repository.PathOf("src", "CnnCompiler"), "-c", "Release", "-o", Feed);
        File = Assert.Single(Directory.GetFiles(Feed, "*.nupkg"));
        Version = Path.GetFileNameWithoutExtension(File)["CnnCompiler.".Length..];
        // Everything but this package is taken from where it lies already.
        string known = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        Configuration = $"""
            <configuration>
              <packageSources><add key="packed here" value="{Feed}" /></packageSources>
              <fallbackPackageFolders>{(Directory.Exists(known) ? $"<add key=\"known\" value=\"{known}\" />" : "")}</fallbackPackageFolders>
            </configuration>
            """;
    }

    /// <summary>The package file.</summary>
    public string File { get; }

    public string Version { get; }

    /// <summary>A nuget.config that adds the feed to the sources there are.</summary>
    public string Configuration { get; }

    /// <summary>Where the package is unpacked to: no package of the same version from another day may be found.</summary>
    public string Cache => _folder.File("cache");

    private string Feed => _folder.File("feed");

    /// <summary>The names of all files in the package.</summary>
    public IReadOnlyList<string> Entries()
    {
        using var archive = ZipFile.OpenRead(File);
        return [.. archive.Entries.Select(entry => entry.FullName)];
    }

    /// <summary>The text of a file in the package.</summary>
    public string Read(string name)
    {
        using var archive = ZipFile.OpenRead(File);
        using var reader = new StreamReader(archive.GetEntry(name)!.Open());
        return reader.ReadToEnd();
    }

    public void Dispose() => _folder.Dispose();
}
