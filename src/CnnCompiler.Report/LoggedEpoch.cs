using System.Text.Json;
using CnnCompiler.Data;

namespace CnnCompiler.Report;

/// <summary>An epoch of a training run.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Loss">The mean loss; null where the log does not say.</param>
/// <param name="Accuracy">The share of right answers on what was learned from; null where the log does not say.</param>
/// <param name="ValidationLoss">The mean loss on the validation data; null where the log does not say.</param>
/// <param name="ValidationAccuracy">The share of right answers on the validation data; null where the log does not say.</param>
public sealed record LoggedEpoch(int Epoch, double? Loss, double? Accuracy, double? ValidationLoss, double? ValidationAccuracy)
{
    /// <summary>64 MB: a hundred thousand epochs and more.</summary>
    private const long MostBytes = 1 << 26;

    /// <summary>Reads a training log: a JSON object for each epoch, each on a line of its own.</summary>
    /// <remarks>
    /// Members: <c>epoch</c> (required), <c>loss</c>, <c>accuracy</c>, <c>validation_loss</c>, <c>validation_accuracy</c>; others are passed over. A last
    /// line without an end, which a killed run leaves, is passed over too.
    /// </remarks>
    /// <param name="path">The file.</param>
    /// <exception cref="DataException">A line is no such object, or there is none; the message names it.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyList<LoggedEpoch> ReadLog(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string name = Path.GetFileName(path);
        long length = new FileInfo(path).Length;
        if (length > MostBytes)
            throw new DataException(FormattableString.Invariant($"{name} has {length} bytes; a training log has at most {MostBytes}."));
        string text = File.ReadAllText(path);
        var epochs = new List<LoggedEpoch>();
        string[] lines = text.Split('\n');
        // The last piece stands behind the last line's end: nothing, or a line that was never finished.
        for (int line = 0; line < lines.Length - 1; line++)
            if (!string.IsNullOrWhiteSpace(lines[line]))
                epochs.Add(Read(lines[line], name, line + 1));
        return epochs.Count > 0 ? epochs : throw new DataException($"{name} has no whole line of a training log: a run writes one for each finished epoch.");
    }

    private static LoggedEpoch Read(string line, string name, int number)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            if (json.RootElement.ValueKind != JsonValueKind.Object || Number(json.RootElement, "epoch") is not { } epoch || epoch < 0 || epoch > int.MaxValue || epoch % 1 != 0)
                throw new DataException(FormattableString.Invariant($"Line {number} of {name} must be a JSON object with the number of an epoch, such as {{\"epoch\": 1, \"loss\": 0.5}}."));
            return new LoggedEpoch(
                (int)epoch, Number(json.RootElement, "loss"), Number(json.RootElement, "accuracy"), Number(json.RootElement, "validation_loss"),
                Number(json.RootElement, "validation_accuracy"));
        }
        catch (JsonException problem)
        {
            throw new DataException(FormattableString.Invariant($"Line {number} of {name} is no JSON: {problem.Message}"), problem);
        }
    }

    private static double? Number(JsonElement element, string member) =>
        element.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) ? number : null;
}
