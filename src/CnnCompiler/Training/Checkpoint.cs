using System.Globalization;
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
    private const string Kind = "1";
    private const string SlotPrefix = "optimizer.";

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
    /// <param name="examples">The number of examples.</param>
    public void Save(string path, Network network, TrainingOptions options, int examples)
    {
        var notes = Settings(options, examples);
        notes[KindName] = Kind;
        notes["epoch"] = Text(Epoch);
        notes["step"] = Text(Step);
        notes["steps"] = Text(options.Optimizer.Steps);
        notes["loss"] = LossSum.ToString("R", CultureInfo.InvariantCulture);
        var tensors = network.Parameters.Select(parameter => new WeightTensor(parameter.Name, parameter.Shape, parameter.Memory));
        var slots = options.Optimizer.Slots(network.Parameters).SelectMany((slots, index) => slots.Select((values, slot) =>
            new WeightTensor(SlotName(slot, network.Parameters[index]), network.Parameters[index].Shape, values)));
        SafetensorsWriter.Write(path, tensors.Concat(slots), notes);
    }

    /// <summary>Reads a file into a network and an optimiser; where it does not fit, neither is changed.</summary>
    /// <param name="path">The file.</param>
    /// <param name="network">The network.</param>
    /// <param name="options">The run's options.</param>
    /// <param name="examples">The number of examples.</param>
    /// <exception cref="WeightException">The file is damaged, is no checkpoint, or belongs to another net or run.</exception>
    public static Checkpoint Load(string path, Network network, TrainingOptions options, int examples)
    {
        string name = Path.GetFileName(path);
        WeightFile file;
        using (var stream = File.OpenRead(path))
            file = WeightFile.Open(stream, name);
        var notes = file.Header.Metadata;
        if (notes.GetValueOrDefault(KindName) != Kind)
            throw WeightException.Fault(name, null, "a checkpoint of a training run", "a weight file without the state of a run", "load it with Network.Load");
        foreach (var (setting, value) in Settings(options, examples))
            if (notes.GetValueOrDefault(setting) != value)
                throw WeightException.Fault(
                    name, null, $"a run with {setting} {value}", $"one with {setting} {notes.GetValueOrDefault(setting) ?? "unknown"}",
                    "resume with the settings the run was begun with");
        var checkpoint = new Checkpoint
        {
            Epoch = (int)Number(notes, "epoch", 1, int.MaxValue, name),
            Step = (int)Number(notes, "step", 0, int.MaxValue, name),
            LossSum = double.TryParse(notes.GetValueOrDefault("loss"), NumberStyles.Float, CultureInfo.InvariantCulture, out double loss) && double.IsFinite(loss)
                ? loss
                : throw WeightException.Fault(name, null, "a finite number as its note loss", notes.GetValueOrDefault("loss") ?? "none", "take an older checkpoint"),
        };
        long steps = Number(notes, "steps", 0, long.MaxValue, name);
        float[][] values = [.. network.Parameters.Select(parameter => file.Read(parameter.Name, [.. parameter.Shape]))];
        float[][][] slots = [.. options.Optimizer.Slots(network.Parameters).Select((slots, index) => slots.Select((_, slot) =>
            file.Read(SlotName(slot, network.Parameters[index]), [.. network.Parameters[index].Shape])).ToArray())];
        for (int index = 0; index < values.Length; index++)
            network.Parameters[index].SetValues(values[index]);
        options.Optimizer.Restore(network.Parameters, slots, steps);
        return checkpoint;
    }

    // What must be the same for the run to be the same.
    private static Dictionary<string, string> Settings(TrainingOptions options, int examples) => new(StringComparer.Ordinal)
    {
        ["optimizer"] = options.Optimizer.Kind,
        ["seed"] = Text(options.Seed),
        ["batch size"] = Text(options.BatchSize),
        ["epochs"] = Text(options.Epochs),
        ["examples"] = Text(examples),
    };

    private static string SlotName(int slot, Parameter parameter) => string.Create(CultureInfo.InvariantCulture, $"{SlotPrefix}{slot}.{parameter.Name}");

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static long Number(IReadOnlyDictionary<string, string> notes, string name, long least, long most, string file)
    {
        string? text = notes.GetValueOrDefault(name);
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value) && value >= least && value <= most
            ? value
            : throw WeightException.Fault(file, null, $"a whole number as its note {name}", text ?? "none", "take an older checkpoint");
    }
}
