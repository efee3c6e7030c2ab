using System.Text.Json;

namespace CnnCompiler.Benchmarks;

/// <summary>The results as a JSON array of objects.</summary>
internal static class ResultFile
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true };

    /// <summary>Writes the file as a whole or not at all.</summary>
    public static void Write<T>(FileInfo file, IReadOnlyList<T> results)
    {
        string aside = $"{file.FullName}.{Path.GetRandomFileName()}.tmp";
        try
        {
            File.WriteAllBytes(aside, JsonSerializer.SerializeToUtf8Bytes(results, Options));
            File.Move(aside, file.FullName, overwrite: true);
        }
        catch
        {
            File.Delete(aside);
            throw;
        }
    }
}
