using System.Globalization;
using CnnCompiler.Training;
using Spectre.Console;

namespace TrainingConsole;

/// <summary>Shows a training run: a line for each epoch, and on a terminal a live bar below them.</summary>
public static class TrainingView
{
    private const int BarColumns = 16;

    /// <summary>Runs a training and shows how far it is.</summary>
    /// <param name="screen">Where.</param>
    /// <param name="hear">Is told of every step too.</param>
    /// <param name="train">The run; it tells its progress to what it is given.</param>
    public static TrainingHistory Show(IAnsiConsole screen, Action<TrainingProgress> hear, Func<IProgress<TrainingProgress>, TrainingHistory> train)
    {
        hear += progress => WriteEpoch(screen, progress);
        if (!screen.Profile.Capabilities.Interactive || !screen.Profile.Capabilities.Ansi)
            return train(new Listener(hear));
        return screen.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn { Width = BarColumns }, new PercentageColumn(), new RemainingTimeColumn())
            .Start(live =>
            {
                var bar = live.AddTask("starting");
                return train(new Listener(progress =>
                {
                    bar.MaxValue = (double)progress.Epochs * progress.Steps;
                    bar.Value = (progress.Epoch - 1.0) * progress.Steps + progress.Step;
                    bar.Description = string.Create(CultureInfo.InvariantCulture,
                        $"epoch {progress.Epoch}/{progress.Epochs}, loss {progress.Loss:F4}, {progress.ImagesPerSecond:N0} images/s");
                    hear(progress);
                }));
            });
    }

    private static void WriteEpoch(IAnsiConsole screen, TrainingProgress progress)
    {
        var (epoch, loss, accuracy, speed) = (progress.Epoch, progress.Loss, progress.ValidationAccuracy, progress.ImagesPerSecond);
        if (progress.EpochEnded)
            screen.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"epoch {epoch,3}  loss {loss:F4}  validation loss {progress.ValidationLoss:F4}  accuracy {accuracy:F4}  {speed,8:N0} images/s"));
    }

    /// <summary>Hears of progress where it is made; <see cref="Progress{T}"/> would tell it from other threads, in any order.</summary>
    private sealed class Listener(Action<TrainingProgress> hear) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => hear(value);
    }
}
