namespace CnnCompiler.Samples.Tests.CifarSample;

/// <summary>A test on CIFAR-10's files, which are not part of the project: it is skipped, and says so, where shared/data/cifar10 does not lie beside it.</summary>
public sealed class CifarFactAttribute : FactAttribute
{
    public CifarFactAttribute() => Skip = Folder is null ? "CIFAR-10's files are not there: put its binary files into ../shared/data/cifar10 beside the project." : null;

    /// <summary>The folder with the files, or null.</summary>
    public static string? Folder { get; } = Find();

    private static string? Find()
    {
        string folder = Path.Combine(Repository.Folder, "..", "shared", "data", "cifar10");
        return Directory.Exists(folder) ? Path.GetFullPath(folder) : null;
    }
}
