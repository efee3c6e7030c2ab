using CnnCompiler.Data;

namespace Cifar;

/// <summary>Finds CIFAR-10's files, in its binary version, in a folder: data_batch_*.bin to train on and test_batch*.bin to test on, gzipped or not.</summary>
internal static class CifarFiles
{
    /// <summary>All images to train on.</summary>
    /// <exception cref="IOException">The files are not there or damaged.</exception>
    public static CifarDataSet Train(string directory) => Open(directory, "data_batch_");

    /// <summary>All images to test on.</summary>
    /// <exception cref="IOException">The files are not there or damaged.</exception>
    public static CifarDataSet Test(string directory) => Open(directory, "test_batch");

    private static CifarDataSet Open(string directory, string start)
    {
        if (!Directory.Exists(directory))
            throw new DirectoryNotFoundException($"There is no directory {directory}: give the folder that holds the binary version of CIFAR-10.");
        string[] files =
        [
            .. Directory.GetFiles(directory)
                .Where(path => Path.GetFileName(path) is var name && name.StartsWith(start, StringComparison.Ordinal) &&
                    (name.EndsWith(".bin", StringComparison.Ordinal) || name.EndsWith(".bin.gz", StringComparison.Ordinal)))
                .Order(StringComparer.Ordinal),
        ];
        if (files.Length == 0)
            throw new FileNotFoundException($"There is no {start}*.bin or {start}*.bin.gz in {directory}: give the folder that holds the binary version of CIFAR-10.");
        return CifarDataSet.Open(files, CifarClassifier.Architecture.Input);
    }
}
