using System.Text.Json;
using System.Text.Json.Serialization;

namespace CnnCompiler.Conformance.Workers;

/// <summary>What a worker tells while it works, a line of JSON each.</summary>
internal enum MessageKind
{
    /// <summary>The subjects from <c>First</c> on, <c>Count</c> of them, are being compiled.</summary>
    Compiling,

    /// <summary>The subject <c>First</c> is being run.</summary>
    Running,

    /// <summary>The subject <c>First</c> came out as <c>Finding</c> says.</summary>
    Done,
}

/// <summary>A message of a worker.</summary>
/// <param name="Kind">What it tells of.</param>
/// <param name="First">The position of the subject in the worker's list.</param>
/// <param name="Count">The number of subjects.</param>
/// <param name="Finding">How it came out, where it is done.</param>
internal sealed record Message(MessageKind Kind, int First, int Count, Finding? Finding)
{
    /// <summary>Marks the worker's own lines: what else comes out of it is not for the pool.</summary>
    private const string Mark = "conformance:";

    private static readonly JsonSerializerOptions s_options = new() { Converters = { new JsonStringEnumConverter() } };

    /// <summary>The line that carries this.</summary>
    public string ToLine() => Mark + JsonSerializer.Serialize(this, s_options);

    /// <summary>The message of a line, or null where it is another line.</summary>
    public static Message? Parse(string line) =>
        line.StartsWith(Mark, StringComparison.Ordinal) ? JsonSerializer.Deserialize<Message>(line[Mark.Length..], s_options) : null;
}

/// <summary>What a worker is to do.</summary>
/// <param name="Subjects">The subjects.</param>
/// <param name="BatchLength">How many cases are compiled together.</param>
internal sealed record Job(IReadOnlyList<Subject> Subjects, int BatchLength);
