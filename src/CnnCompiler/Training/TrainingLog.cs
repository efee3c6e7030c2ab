using System.Text.Json;

namespace CnnCompiler.Training;

/// <summary>
/// Writes a run down as JSON lines: an object for each finished epoch, each on a line of its own, written as soon as the epoch is over. So a run that was
/// killed leaves the lines of its epochs, and a run that goes on adds to them.
/// </summary>
/// <remarks>
/// Members: <c>epoch</c>, <c>epochs</c>, <c>steps</c> of an epoch, <c>loss</c>, <c>images_per_second</c>, and where there are validation data
/// <c>validation_loss</c> and, for classes, <c>validation_accuracy</c>.
/// </remarks>
public sealed class TrainingLog : IProgress<TrainingProgress>, IDisposable
{
    private readonly FileStream _file;

    private TrainingLog(FileStream file) => _file = file;

    /// <summary>Begins a log; what was in the file before is gone.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static TrainingLog Create(string path) => Open(path, FileMode.Create);

    /// <summary>Goes on with a log, behind its last whole line; a line that a killed run has left half written is removed.</summary>
    /// <param name="path">The file; where it does not exist it is begun.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static TrainingLog Append(string path)
    {
        var log = Open(path, FileMode.OpenOrCreate);
        long end = log._file.Length;
        while (end > 0)
        {
            log._file.Position = end - 1;
            if (log._file.ReadByte() == '\n')
                break;
            end--;
        }
        log._file.SetLength(end);
        log._file.Position = end;
        return log;
    }

    /// <summary>Writes a line where an epoch has ended.</summary>
    /// <param name="value">How far training is.</param>
    public void Report(TrainingProgress value)
    {
        if (!value.EpochEnded)
            return;
        using var line = new MemoryStream();
        using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            json.WriteNumber("epoch", value.Epoch);
            json.WriteNumber("epochs", value.Epochs);
            json.WriteNumber("steps", value.Steps);
            json.WriteNumber("loss", value.Loss);
            json.WriteNumber("images_per_second", Math.Round(value.ImagesPerSecond, 1));
            WriteFinite(json, "validation_loss", value.ValidationLoss);
            WriteFinite(json, "validation_accuracy", value.ValidationAccuracy);
            json.WriteEndObject();
        }
        line.WriteByte((byte)'\n');
        _file.Write(line.GetBuffer(), 0, (int)line.Length);
        _file.Flush();
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();

    // JSON has no NaN: what a net that has gone astray says of validation data is left out.
    private static void WriteFinite(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number))
            json.WriteNumber(name, number);
    }

    private static TrainingLog Open(string path, FileMode mode)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new TrainingLog(new FileStream(path, mode, FileAccess.ReadWrite, FileShare.Read));
    }
}
