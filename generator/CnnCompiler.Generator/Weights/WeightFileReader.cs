using System.Globalization;
using System.Security.Cryptography;
using CnnCompiler.Weights;

namespace CnnCompiler.Generator.Weights;

/// <summary>Reads weight files, as far as the build needs to know them.</summary>
internal static class WeightFileReader
{
    /// <summary>The largest file that is read: 1 GiB and a header, as many float32 values as a tensor may have.</summary>
    private const long MostBytes = 4L * TensorShape.MaxLength + SafetensorsHeader.MaxLength;

    /// <summary>Opens a file of the project.</summary>
    // RS1035 keeps analyzers from files that the build does not know of. A weight file is one that it knows, an AdditionalFile; but it is binary, and
    // AdditionalText hands out text only. Nothing else of the generator touches files.
#pragma warning disable RS1035
    public static Stream OpenFile(string path) => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16);
#pragma warning restore RS1035

    /// <summary>Reads a weight file once: checks its header, looks for values that are not finite and computes its checksum.</summary>
    public static WeightFileSummary Read(WeightFileItem item, Func<string, Stream> open, CancellationToken cancellation)
    {
        string checksum = "";
        try
        {
            using var stream = open(item.Path);
            if (stream.Length > MostBytes)
                return WeightFileSummary.Unreadable(item.Name, item.Path, FormattableString.Invariant(
                    $"expected at most {MostBytes} bytes; found {stream.Length}: a file that large cannot be embedded in an assembly."));
            checksum = Checksum(stream, cancellation);
            stream.Position = 0;
            var header = TensorIndex.Open(stream, item.Name);
            var notFinite = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var entry in header.Entries.Where(entry => entry.ElementType != WeightElementType.Other && entry.ExternalFile == null))
            {
                cancellation.ThrowIfCancellationRequested();
                if (FirstNotFinite(header, stream, entry) is { } found)
                    notFinite.Add(entry.Name, found);
                // Values are not kept between builds.
                entry.Detached = null;
            }
            return WeightFileSummary.Readable(item.Name, item.Path, checksum, header, notFinite);
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            // It may hold values of a model beside it, and then needs no header.
            return WeightFileSummary.Unreadable(item.Name, item.Path, problem.Message, checksum);
        }
    }

    /// <summary>SHA-256 of a file's bytes, for a build that does not give it; the file's problem where it cannot be read.</summary>
    public static string Stamp(string path, Func<string, Stream> open)
    {
        try
        {
            using var stream = open(path);
            return Checksum(stream, CancellationToken.None);
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            return problem.Message;
        }
    }

    private static string? FirstNotFinite(TensorIndex header, Stream stream, TensorEntry entry)
    {
        try
        {
            header.RequireFinite(stream, 0, entry);
            return null;
        }
        catch (WeightException found)
        {
            return found.Message;
        }
    }

    private static string Checksum(Stream stream, CancellationToken cancellation)
    {
        using var sha = SHA256.Create();
        byte[] buffer = new byte[1 << 16];
        for (int read; (read = stream.Read(buffer, 0, buffer.Length)) > 0;)
        {
            cancellation.ThrowIfCancellationRequested();
            sha.TransformBlock(buffer, 0, read, null, 0);
        }
        sha.TransformFinalBlock(buffer, 0, 0);
        return string.Concat(sha.Hash.Select(value => value.ToString("x2", CultureInfo.InvariantCulture)));
    }
}
