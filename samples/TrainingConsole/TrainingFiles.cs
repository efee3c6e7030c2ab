namespace TrainingConsole;

/// <summary>The files of a run, beside that of its weights.</summary>
/// <param name="Weights">The trained weights.</param>
public sealed record TrainingFiles(string Weights)
{
    /// <summary>What a stopped run goes on from.</summary>
    public string Checkpoint => Path.ChangeExtension(Weights, ".checkpoint.safetensors");

    /// <summary>A JSON object for each epoch, one a line.</summary>
    public string Log => Path.ChangeExtension(Weights, ".jsonl");

    /// <summary>The learning curve.</summary>
    public string Curve => Path.ChangeExtension(Weights, ".svg");
}
