[assembly: CollectionBehavior(DisableTestParallelization = true)] // Builds of one tree would write the same files.

namespace CnnCompiler.Package.Tests;

/// <summary>A project of this tree, published into a folder of its own.</summary>
internal sealed class PublishedSample : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <param name="project">The project's folder, such as <c>samples/TinyDigits</c>.</param>
    /// <param name="runtime">The machine, such as <c>linux-x64</c>.</param>
    /// <param name="options">Further arguments.</param>
    public PublishedSample(string project, string runtime, params string[] options)
    {
        string[] arguments = ["publish", Repository.PathOf(project), "-c", "Release", "-r", runtime, "-o", _folder.Path, .. options];
        string said = Tool.Run(Tool.Dotnet, Repository.Folder, arguments).Output;
        Assert.DoesNotContain("warning", said, StringComparison.Ordinal);
    }

    public string PathOf(string file) => _folder.File(file);

    public void Dispose() => _folder.Dispose();
}
