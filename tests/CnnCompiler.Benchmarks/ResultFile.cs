using System.Text.Json;
using CnnCompiler.Weights;

namespace CnnCompiler.Benchmarks;

/// <summary>The results as a JSON array of objects.</summary>
internal static class ResultFile
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true };

    /// <summary>Writes the file as a whole or not at all.</summary>
    public static void Write<T>(FileInfo file, IReadOnlyList<T> results) => WholeFile.Write(file.FullName, stream => JsonSerializer.Serialize(stream, results, Options));
}
