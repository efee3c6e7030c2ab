using CnnCompiler.Training;

namespace TrainingConsole;

/// <summary>The file that trained weights go to.</summary>
public static class WeightTarget
{
    /// <summary>Makes sure, before a long training, that the file can be written.</summary>
    /// <exception cref="IOException">It cannot.</exception>
    public static void Check(string path) => Guard(path, () =>
    {
        string directory = Path.GetDirectoryName(Path.GetFullPath(path)) ?? throw new IOException($"{path} is a directory: give a file name.");
        if (Directory.Exists(path) || Path.EndsInDirectorySeparator(path))
            throw new IOException($"{path} is a directory: give a file name.");
        if (!Directory.Exists(directory))
            throw new IOException($"There is no directory {directory} to write {Path.GetFileName(path)} to.");
        string probe = Path.Combine(directory, Path.GetRandomFileName());
        new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose).Dispose();
    });

    /// <summary>Writes the weights, whole or not at all.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(Network network, string path) => Guard(path, () => network.Save(path));

    private static void Guard(string path, Action write)
    {
        try
        {
            write();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new IOException($"The weights cannot be written to {path}: {problem.Message}", problem);
        }
    }
}
