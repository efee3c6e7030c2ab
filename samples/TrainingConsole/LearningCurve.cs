using System.Globalization;
using System.Text.Json;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace TrainingConsole;

/// <summary>A picture of a run: loss and accuracy over the epochs, from its log.</summary>
public static class LearningCurve
{
    private const int Width = 720;
    private const int Height = 420;

    // The exporter takes texts for a quarter narrower than browsers draw them, and would cut the legend and let titles run into numbers.
    private const int TextReserve = 40;
    private const int AxisTextReserve = 16;

    /// <summary>Draws the curve as an SVG file, whole or not at all.</summary>
    /// <param name="log">The run's log.</param>
    /// <param name="path">Where to.</param>
    /// <exception cref="IOException">The log is not what a run writes, or a file cannot be read or written.</exception>
    public static void Draw(string log, string path)
    {
        var model = new PlotModel
        {
            Culture = CultureInfo.InvariantCulture, DefaultFont = "Arial", Background = OxyColors.White, PlotAreaBorderThickness = new OxyThickness(1, 0, 1, 1),
        };
        model.Legends.Add(new Legend
        {
            LegendPlacement = LegendPlacement.Outside, LegendPosition = LegendPosition.TopCenter, LegendOrientation = LegendOrientation.Horizontal,
            LegendItemSpacing = 32, LegendPadding = TextReserve,
        });
        model.Axes.Add(new LinearAxis { Position = AxisPosition.Bottom, Title = "epoch", MinimumMajorStep = 1, MinimumMinorStep = 1 });
        // Losses shrink by factors, and so do the errors that accuracy leaves: a logarithm shows the last epochs too.
        model.Axes.Add(new LogarithmicAxis { Position = AxisPosition.Left, Title = "loss", AxisTitleDistance = AxisTextReserve, MajorGridlineStyle = LineStyle.Dot });
        model.Axes.Add(new LinearAxis { Position = AxisPosition.Right, Title = "accuracy", AxisTitleDistance = AxisTextReserve, Key = "accuracy", StringFormat = "P1" });
        model.Series.Add(Line("loss", OxyColors.SteelBlue, null));
        model.Series.Add(Line("validation loss", OxyColors.DarkOrange, null));
        model.Series.Add(Line("validation accuracy", OxyColors.SeaGreen, "accuracy"));
        foreach (var (epoch, values) in Read(log))
            for (int series = 0; series < values.Length; series++)
                if (values[series] is { } value && (series == 2 || value > 0))
                    ((LineSeries)model.Series[series]).Points.Add(new DataPoint(epoch, value));
        string aside = path + ".part";
        try
        {
            using (var file = File.Create(aside))
                new SvgExporter { Width = Width, Height = Height }.Export(model, file);
            File.Move(aside, path, overwrite: true);
        }
        finally
        {
            File.Delete(aside);
        }
    }

    private static LineSeries Line(string title, OxyColor color, string? axis) => new()
    {
        Title = title, Color = color, YAxisKey = axis, StrokeThickness = 2, MarkerType = MarkerType.Circle, MarkerSize = 2.5, MarkerFill = color,
    };

    private static List<(int Epoch, double?[] Values)> Read(string log)
    {
        var epochs = new List<(int, double?[])>();
        foreach (string line in File.ReadLines(log))
        {
            try
            {
                using var json = JsonDocument.Parse(line);
                double? Of(string name) => json.RootElement.TryGetProperty(name, out var value) ? value.GetDouble() : null;
                epochs.Add((json.RootElement.GetProperty("epoch").GetInt32(), [Of("loss"), Of("validation_loss"), Of("validation_accuracy")]));
            }
            catch (Exception problem) when (problem is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
            {
                throw new IOException($"{log} is not the log of a training run: line {epochs.Count + 1} says {problem.Message}", problem);
            }
        }
        return epochs;
    }
}
