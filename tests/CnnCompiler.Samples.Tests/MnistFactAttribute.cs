namespace CnnCompiler.Samples.Tests;

/// <summary>A test on the MNIST files, which are not part of the project: it is skipped, and says so, where shared/data/mnist does not lie beside it.</summary>
public sealed class MnistFactAttribute : FactAttribute
{
    public MnistFactAttribute() => Skip = Folder is null ? "The MNIST files are not there: put the four into ../shared/data/mnist beside the project." : null;

    /// <summary>The folder with the files, or null.</summary>
    public static string? Folder { get; } = Find();

    private static string? Find()
    {
        string folder = Path.Combine(Repository.Folder, "..", "shared", "data", "mnist");
        return Directory.Exists(folder) ? Path.GetFullPath(folder) : null;
    }
}
