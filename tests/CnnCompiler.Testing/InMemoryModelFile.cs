using System.Security.Cryptography;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace CnnCompiler.Testing;

/// <summary>A weight file that a project lists, with its bytes in memory.</summary>
/// <param name="name">The name as the project's <c>CnnModel</c> item has it.</param>
/// <param name="bytes">The content.</param>
public sealed class InMemoryModelFile(string name, byte[] bytes) : AdditionalText
{
    /// <summary>The name as the project lists it.</summary>
    public string Name { get; } = name;

    /// <summary>The content.</summary>
    public byte[] Bytes { get; } = bytes;

    /// <summary>The hash that the package's targets would compute; null for a build that gives none.</summary>
    public string? Hash { get; init; } = Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>Whether the file can be opened at all.</summary>
    public bool Exists { get; init; } = true;

    /// <inheritdoc/>
    public override string Path => "/project/" + Name.Replace('\\', '/');

    /// <summary>Weight files are binary: the compiler must not be asked for their text, which would be the error CS2015.</summary>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public override SourceText? GetText(CancellationToken cancellationToken = default) =>
        throw new InvalidOperationException($"{Name} is binary, and was asked for its text.");

    /// <summary>The bytes as a stream.</summary>
    public Stream Open() => Exists ? new MemoryStream(Bytes, writable: false) : throw new FileNotFoundException($"Could not find file '{Name}'.");
}
