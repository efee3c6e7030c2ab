using System.Globalization;

namespace CnnCompiler.Report;

/// <summary>Loss and accuracy by epoch.</summary>
public static class LearningCurve
{
    /// <summary>
    /// One picture of both: losses on a logarithmic axis, for they shrink by factors and the last epochs should show too, and the accuracy on the right.
    /// </summary>
    /// <param name="epochs">The epochs, such as <see cref="LoggedEpoch.ReadLog"/> reads.</param>
    /// <returns>The text of an SVG file.</returns>
    public static string Draw(IReadOnlyList<LoggedEpoch> epochs) => Report.Plot.Lines(
        "epoch", "loss", [Line("loss", epochs, epoch => epoch.Loss), Line("validation loss", epochs, epoch => epoch.ValidationLoss)], logarithmic: true,
        right: ("accuracy", [Line("validation accuracy", epochs, epoch => epoch.ValidationAccuracy)]));

    internal static void Write(PageSection section, IReadOnlyList<LoggedEpoch> epochs)
    {
        if (epochs.Count == 0)
            throw new ArgumentException("A learning curve needs at least one epoch; found none.", nameof(epochs));
        Plot(section, "loss", [Line("training", epochs, epoch => epoch.Loss), Line("validation", epochs, epoch => epoch.ValidationLoss)]);
        Plot(section, "accuracy", [Line("training", epochs, epoch => epoch.Accuracy), Line("validation", epochs, epoch => epoch.ValidationAccuracy)]);
        section.Table("Epochs", ["Epoch", "Loss", "Accuracy", "Validation loss", "Validation accuracy"], epochs.Select(epoch => (IReadOnlyList<string>)
            [epoch.Epoch.ToString(CultureInfo.InvariantCulture), Number(epoch.Loss), Number(epoch.Accuracy), Number(epoch.ValidationLoss), Number(epoch.ValidationAccuracy)]));
    }

    private static void Plot(PageSection section, string what, PlotLine[] lines)
    {
        PlotLine[] present = [.. lines.Where(line => line.Points.Count > 0)];
        if (present.Length == 0)
            return;
        string words = string.Join("; ", present.Select(line => string.Create(CultureInfo.InvariantCulture, $"{line.Name} from {line.Points[0].Y:G4} to {line.Points[^1].Y:G4}")));
        section.Plot(Report.Plot.Lines("epoch", what, present), $"Plot of the {what} by epoch: {words}.", $"The {what} by epoch: {words}.");
    }

    private static PlotLine Line(string name, IReadOnlyList<LoggedEpoch> epochs, Func<LoggedEpoch, double?> value) =>
        new(name, [.. epochs.Where(epoch => value(epoch) is { } number && double.IsFinite(number)).Select(epoch => ((double)epoch.Epoch, value(epoch)!.Value))]);

    private static string Number(double? value) => value is { } number ? number.ToString("F4", CultureInfo.InvariantCulture) : "";
}
