using System.Globalization;
using CnnCompiler.Data;
using CnnCompiler.Weights;

namespace CnnCompiler.Training;

/// <summary>
/// Everything that a run needs to go on as if it had never stopped: the parameters, the optimiser's state and the place in the run. Order of the
/// examples, dropout and augmentation depend on seed, epoch and step alone, so that these are all the random state there is.
/// </summary>
/// <remarks>A safetensors file: the parameters under their own names, so that it can be loaded and compiled as a weight file too.</remarks>
internal sealed record Checkpoint
{
    private const string KindName = "checkpoint";
    private const string Kind = "2";
    private const string SlotPrefix = "optimizer.";
    private const string BestPrefix = "best.";

    /// <summary>The epoch to go on with, from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>Steps of that epoch that are done.</summary>
    public required int Step { get; init; }

    /// <summary>The sum of the losses of the examples in those steps.</summary>
    public required double LossSum { get; init; }

    /// <summary>Writes the file; whole or not at all.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="network">The network.</param>
    /// <param name="options">The run's options.</param>
    /// <param name="examples">What is learned from.</param>
    /// <param name="best">The best epoch so far.</param>
    public void Save(string path, Network network, TrainingOptions options, IDataSet examples, BestEpoch best)
    {
        var notes = RunSettings.Of(network, options, examples).ToDictionary(setting => setting.Name, setting => setting.Value, StringComparer.Ordinal);
        notes[KindName] = Kind;
        notes["epoch"] = Text(Epoch);
        notes["step"] = Text(Step);
        notes["steps"] = Text(options.Optimizer.Steps);
        notes["loss sum"] = Text(LossSum);
        notes["best epoch"] = Text(best.Epoch);
        notes["best value"] = Text(best.Value);
        var tensors = network.Parameters.Select(parameter => new WeightTensor(parameter.Name, parameter.Shape, parameter.Memory));
        var slots = options.Optimizer.Slots(network.Parameters).SelectMany((slots, index) => slots.Select((values, slot) =>
            new WeightTensor(SlotName(slot, network.Parameters[index]), network.Parameters[index].Shape, values)));
        var kept = best.Values.Select((values, index) =>
            new WeightTensor(BestPrefix + network.Parameters[index].Name, network.Parameters[index].Shape, values));
        SafetensorsWriter.Write(path, tensors.Concat(slots).Concat(kept), notes);
    }

    /// <summary>Reads a file into a network, an optimiser and what is known of the best epoch; where it does not fit, none of them is changed.</summary>
    /// <param name="path">The file.</param>
    /// <param name="network">The network.</param>
    /// <param name="options">The run's options.</param>
    /// <param name="examples">What is learned from.</param>
    /// <param name="best">The best epoch so far.</param>
    /// <exception cref="WeightException">The file is damaged, is no checkpoint, or belongs to another net or run.</exception>
    public static Checkpoint Load(string path, Network network, TrainingOptions options, IDataSet examples, BestEpoch best)
    {
        string name = Path.GetFileName(path);
        WeightFile file;
        using (var stream = File.OpenRead(path))
            file = WeightFile.Open(stream, name);
        var notes = file.Header.Metadata;
        if (notes.GetValueOrDefault(KindName) is not { } kind)
            throw WeightException.Fault(name, null, "a checkpoint of a training run", "a weight file without the state of a run", "load it with Network.Load");
        if (kind != Kind)
            throw WeightException.Fault(name, null, $"a checkpoint of version {Kind}", $"one of version {WeightException.Quote(kind)}", "resume with the version that wrote it");
        var differences = RunSettings.Differences(RunSettings.Of(network, options, examples), notes);
        if (differences.Count > 0)
            throw WeightException.Fault(
                name, null, $"a run with {string.Join(" and ", differences.Select(setting => $"{setting.Name} {setting.Wanted}"))}",
                $"one with {string.Join(" and ", differences.Select(setting => $"{setting.Name} {WeightException.Quote(setting.Found)}"))}",
                "resume with the settings and the data the run was begun with");
        var checkpoint = new Checkpoint
        {
            Epoch = (int)Number(notes, "epoch", 1, int.MaxValue, name),
            Step = (int)Number(notes, "step", 0, int.MaxValue, name),
            LossSum = Real(notes, "loss sum", name),
        };
        long steps = Number(notes, "steps", 0, long.MaxValue, name);
        float[][] values = [.. network.Parameters.Select(parameter => file.Read(parameter.Name, [.. parameter.Shape]))];
        float[][][] slots = [.. options.Optimizer.Slots(network.Parameters).Select((slots, index) => slots.Select((_, slot) =>
            file.Read(SlotName(slot, network.Parameters[index]), [.. network.Parameters[index].Shape])).ToArray())];
        int bestEpoch = (int)Number(notes, "best epoch", 0, checkpoint.Epoch - 1, name);
        double bestValue = Real(notes, "best value", name);
        float[][] kept = options.KeepBest && bestEpoch > 0
            ? [.. network.Parameters.Select(parameter => file.Read(BestPrefix + parameter.Name, [.. parameter.Shape]))]
            : [];
        best.Take(bestEpoch, bestValue, kept);
        for (int index = 0; index < values.Length; index++)
            network.Parameters[index].SetValues(values[index]);
        options.Optimizer.Restore(network.Parameters, slots, steps);
        return checkpoint;
    }

    private static string SlotName(int slot, Parameter parameter) => string.Create(CultureInfo.InvariantCulture, $"{SlotPrefix}{slot}.{parameter.Name}");

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static double Real(IReadOnlyDictionary<string, string> notes, string name, string file)
    {
        string? text = notes.GetValueOrDefault(name);
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? value
            : throw WeightException.Fault(file, null, $"a finite number as its note {name}", text ?? "none", "take an older checkpoint");
    }

    private static long Number(IReadOnlyDictionary<string, string> notes, string name, long least, long most, string file)
    {
        string? text = notes.GetValueOrDefault(name);
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value) && value >= least && value <= most
            ? value
            : throw WeightException.Fault(file, null, $"a whole number as its note {name}", text ?? "none", "take an older checkpoint");
    }
}
