using System.Globalization;
using CnnCompiler.Data;

namespace CnnCompiler.Training;

/// <summary>What must be the same for a run to go on as it began, as notes of a checkpoint.</summary>
internal static class RunSettings
{
    /// <summary>The settings by name, in the order in which a person would look for a difference.</summary>
    public static IReadOnlyList<(string Name, string Value)> Of(Network network, TrainingOptions options, IDataSet examples) =>
    [
        ("layers", string.Join(' ', network.Architecture.Layers.Select(layer => layer.Kind))),
        ("optimizer", options.Optimizer.Kind),
        ("learning rate", Text(options.Optimizer.LearningRate)),
        ("weight decay", Text(options.Optimizer.WeightDecay)),
        ("optimizer settings", string.Join(", ", options.Optimizer.Settings.Select(setting => $"{setting.Name} {Text(setting.Value)}"))),
        ("schedule", options.Schedule.ToString()!),
        ("loss", options.Loss.ToString()!),
        ("clip norm", options.ClipNorm is { } limit ? Text(limit) : "none"),
        ("seed", Text(options.Seed)),
        ("batch size", Text(options.BatchSize)),
        ("epochs", Text(options.Epochs)),
        ("best epoch by", options.KeepBest || options.Patience is not null ? $"{options.Criterion}, more than {Text(options.LeastGain)}" : "nothing"),
        ("patience", options.Patience is { } patience ? Text(patience) : "none"),
        ("keeps best", options.KeepBest ? "yes" : "no"),
        ("examples", Text(examples.Count)),
        ("data", Fingerprint(examples)),
    ];

    /// <summary>Every difference from the notes of a file: what the run asks for, and what the file holds.</summary>
    public static IReadOnlyList<(string Name, string Wanted, string Found)> Differences(
        IReadOnlyList<(string Name, string Value)> settings, IReadOnlyDictionary<string, string> notes) =>
    [
        .. settings.Select(setting => (setting.Name, setting.Value, Found: notes.GetValueOrDefault(setting.Name) ?? "unknown"))
            .Where(setting => setting.Value != setting.Found),
    ];

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);

    // FNV-1a over the bits of a few examples, as they are outside of training: enough to tell another folder, another scaling or another order.
    private static string Fingerprint(IDataSet examples)
    {
        const int looks = 8;
        float[] input = new float[examples.InputShape.Length], target = new float[examples.TargetLength];
        ulong hash = 0xCBF29CE484222325;
        for (int look = 0; look < Math.Min(looks, examples.Count); look++)
        {
            examples.Read((int)((long)look * examples.Count / Math.Min(looks, examples.Count)), 0, input, target);
            hash = Add(Add(hash, input), target);
        }
        return hash.ToString("x16", CultureInfo.InvariantCulture);
    }

    private static ulong Add(ulong hash, float[] values)
    {
        foreach (float value in values)
            hash = unchecked((hash ^ BitConverter.SingleToUInt32Bits(value)) * 0x100000001B3);
        return hash;
    }
}
