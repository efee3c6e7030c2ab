namespace CnnCompiler.Data;

/// <summary>The four files of MNIST, and of the sets that come in its form, in one folder.</summary>
public static class Mnist
{
    /// <summary>The 60,000 images to train on.</summary>
    /// <param name="directory">The folder with the files, gzipped or not.</param>
    /// <param name="scaling">The net's input, which says what bytes mean; 0 to 1 where none is given.</param>
    /// <exception cref="DirectoryNotFoundException">The folder is not there; the message names it.</exception>
    /// <exception cref="FileNotFoundException">A file is not there; the message names it.</exception>
    /// <exception cref="DataException">A file is damaged, or the net takes images of another size.</exception>
    public static IdxDataSet Train(string directory, Input? scaling = null) => Open(directory, "train", scaling);

    /// <summary>The 10,000 images to test on.</summary>
    /// <param name="directory">The folder with the files, gzipped or not.</param>
    /// <param name="scaling">The net's input, which says what bytes mean; 0 to 1 where none is given.</param>
    /// <exception cref="DirectoryNotFoundException">The folder is not there; the message names it.</exception>
    /// <exception cref="FileNotFoundException">A file is not there; the message names it.</exception>
    /// <exception cref="DataException">A file is damaged, or the net takes images of another size.</exception>
    public static IdxDataSet Test(string directory, Input? scaling = null) => Open(directory, "t10k", scaling);

    private static IdxDataSet Open(string directory, string part, Input? scaling) =>
        IdxDataSet.Open(Find(directory, $"{part}-images-idx3-ubyte"), Find(directory, $"{part}-labels-idx1-ubyte"), scaling);

    private static string Find(string directory, string name)
    {
        if (!Directory.Exists(directory))
            throw new DirectoryNotFoundException($"There is no directory {directory}: give the folder that holds the four MNIST files.");
        // The original files are gzipped; unpacked copies often have a dot where the original has a dash.
        string[] names = [name, $"{name}.gz", name.Replace("-idx", ".idx", StringComparison.Ordinal)];
        return names.Select(candidate => Path.Combine(directory, candidate)).FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException($"Neither {name} nor {name}.gz is in {directory}: give the folder that holds the four MNIST files.");
    }
}
