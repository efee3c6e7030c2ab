namespace CnnCompiler.Conformance;

/// <summary>Something to compile and compare: a folder of the standard's suite, or a model file.</summary>
/// <param name="Name">The name for reports.</param>
/// <param name="Path">The folder or file.</param>
/// <param name="IsModel">Whether it is a file, to be compared with ONNX Runtime.</param>
internal sealed record Subject(string Name, string Path, bool IsModel);

/// <summary>Finds what is to be compared.</summary>
internal static class Subjects
{
    private const string ModelFile = "model.onnx";

    /// <summary>Every <c>test_*</c> folder with a model under some folders, in the order of their names.</summary>
    public static IEnumerable<Subject> In(IEnumerable<string> directories) => directories.SelectMany(directory =>
        Directory.EnumerateDirectories(directory, "test_*", SearchOption.AllDirectories).Append(directory)
            .Where(folder => Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)).StartsWith("test_", StringComparison.Ordinal))
            .Where(folder => File.Exists(Path.Combine(folder, ModelFile)))
            .Order(StringComparer.Ordinal)
            .Select(folder => new Subject(Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)), Path.GetFullPath(folder), IsModel: false)));

    /// <summary>A model file.</summary>
    public static Subject OfModel(string file) => new(Path.GetFileNameWithoutExtension(file), Path.GetFullPath(file), IsModel: true);

    /// <summary>The model of a folder.</summary>
    public static string ModelOf(string folder) => Path.Combine(folder, ModelFile);
}
