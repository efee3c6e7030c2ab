using System.Globalization;
using CnnCompiler.Data;
using CnnCompiler.Training;
using Spectre.Console;

namespace TrainingConsole;

/// <summary>A training run in a terminal: shown live, written down, stopped by Ctrl-C without a loss, and gone on with.</summary>
/// <param name="screen">Where it is shown.</param>
/// <param name="network">What is trained.</param>
/// <param name="options">How; progress and checkpoint are the session's own affair.</param>
/// <param name="files">The run's files.</param>
public sealed class TrainingSession(IAnsiConsole screen, Network network, TrainingOptions options, TrainingFiles files)
{
    private TrainingLog? _log;
    private bool _learned;

    /// <summary>Trains, saves the weights, and draws the learning curve.</summary>
    /// <param name="training">What is learned from.</param>
    /// <param name="name">What the user calls that.</param>
    /// <param name="resume">Whether to go on from the checkpoint of a run that was stopped.</param>
    /// <param name="cancellation">Stops the run after the step being made.</param>
    /// <returns>Whether anything was learned; if not, no file was touched.</returns>
    /// <exception cref="IOException">A file cannot be written, or the checkpoint is not there or belongs to another run.</exception>
    public bool Run(IDataSet training, string name, bool resume, CancellationToken cancellation)
    {
        WeightTarget.Check(files.Weights);
        if (resume && !File.Exists(files.Checkpoint))
            throw new IOException($"There is no {files.Checkpoint} to go on from: a run that is stopped leaves it, and one that ends removes it.");
        screen.WriteLine(network.Summary());
        screen.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(resume ? "Going on with" : "Training on")} {training.Count:N0} images: {name}."));
        TrainingHistory history;
        try
        {
            history = TrainingView.Show(screen, progress => Hear(progress, resume), progress => Train(progress, training, resume, cancellation));
        }
        finally
        {
            _log?.Dispose();
        }
        if (!_learned && !resume)
        {
            File.Delete(files.Checkpoint);
            return false;
        }
        Finish(history);
        return true;
    }

    private TrainingHistory Train(IProgress<TrainingProgress> progress, IDataSet training, bool resume, CancellationToken cancellation)
    {
        var trainer = new Trainer(network, options with { Progress = progress, CheckpointPath = files.Checkpoint });
        return resume ? trainer.Resume(files.Checkpoint, training, cancellation) : trainer.Train(training, cancellation);
    }

    private void Hear(TrainingProgress progress, bool resume)
    {
        _learned = true;
        if (!progress.EpochEnded)
            return;
        _log ??= resume ? TrainingLog.Append(files.Log) : TrainingLog.Create(files.Log);
        _log.Report(progress);
    }

    private void Finish(TrainingHistory history)
    {
        WeightTarget.Save(network, files.Weights);
        screen.WriteLine($"Saved {files.Weights}.");
        if (history.Cancelled)
            screen.WriteLine($"Stopped early: what was learned is kept, and --resume goes on from {files.Checkpoint}.");
        else
            File.Delete(files.Checkpoint);
        if (history.Epochs.Count == 0)
            return;
        CurveFile.Draw(files.Log, files.Curve);
        screen.WriteLine($"The learning curve is in {files.Curve}, its numbers in {files.Log}.");
    }
}
