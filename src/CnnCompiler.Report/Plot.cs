using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace CnnCompiler.Report;

/// <summary>A line of a plot.</summary>
/// <param name="Name">What it shows.</param>
/// <param name="Points">Its points; those that are not finite are left out.</param>
public sealed record PlotLine(string Name, IReadOnlyList<(double X, double Y)> Points);

/// <summary>Plots as SVG, which stays sharp on any screen and needs no font of the machine that made it.</summary>
public static class Plot
{
    private const int Width = 640;
    private const int Height = 360;
    private const int TitleDistance = 16;

    /// <summary>The exporter takes texts for a quarter narrower than browsers draw them, and would cut the legend's last one.</summary>
    private const int LegendSpacing = 32;

    private const string RightAxis = "right";

    /// <summary>Colours that people who see red and green alike can tell apart (Okabe and Ito, "Color Universal Design", 2008).</summary>
    private static readonly OxyColor[] Colours =
    [
        OxyColor.FromRgb(0, 114, 178), OxyColor.FromRgb(213, 94, 0), OxyColor.FromRgb(0, 158, 115), OxyColor.FromRgb(204, 121, 167), OxyColor.FromRgb(86, 180, 233),
    ];

    private static readonly MarkerType[] Markers = [MarkerType.Circle, MarkerType.Square, MarkerType.Triangle, MarkerType.Diamond, MarkerType.Star];

    /// <summary>Lines over a common axis.</summary>
    /// <param name="across">What the axis across shows.</param>
    /// <param name="up">What the axis up shows.</param>
    /// <param name="lines">The lines.</param>
    /// <param name="logarithmic">Whether the axis up is logarithmic; values that are not above 0 are then left out.</param>
    /// <param name="right">What an axis on the right shows, with the lines that belong to it; without it there is none.</param>
    /// <returns>The text of an SVG file.</returns>
    public static string Lines(
        string across, string up, IReadOnlyList<PlotLine> lines, bool logarithmic = false, (string Up, IReadOnlyList<PlotLine> Lines)? right = null)
    {
        var model = Model();
        model.Axes.Add(new LinearAxis { Position = AxisPosition.Bottom, Title = across, MinimumMajorStep = 1, MinimumMinorStep = 1, MajorGridlineStyle = LineStyle.Dot });
        model.Axes.Add(logarithmic
            ? new LogarithmicAxis { Position = AxisPosition.Left, Title = up, AxisTitleDistance = TitleDistance, MajorGridlineStyle = LineStyle.Dot }
            : new LinearAxis { Position = AxisPosition.Left, Title = up, AxisTitleDistance = TitleDistance, MajorGridlineStyle = LineStyle.Dot });
        if (right is { } axis)
            model.Axes.Add(new LinearAxis { Position = AxisPosition.Right, Title = axis.Up, AxisTitleDistance = TitleDistance, Key = RightAxis });
        model.Legends.Add(new Legend
        {
            LegendPlacement = LegendPlacement.Outside, LegendPosition = LegendPosition.TopCenter, LegendOrientation = LegendOrientation.Horizontal,
            LegendItemSpacing = LegendSpacing, LegendPadding = LegendSpacing,
        });
        foreach (var (line, index) in lines.Concat(right?.Lines ?? []).Select((line, index) => (line, index)))
        {
            bool isRight = index >= lines.Count;
            var series = new LineSeries
            {
                Title = line.Name, Color = Colours[index % Colours.Length], MarkerFill = Colours[index % Colours.Length], MarkerType = Markers[index % Markers.Length], MarkerSize = 4,
                YAxisKey = isRight ? RightAxis : null,
            };
            series.Points.AddRange(line.Points
                .Where(point => double.IsFinite(point.X) && double.IsFinite(point.Y) && (!logarithmic || isRight || point.Y > 0)).Select(point => new DataPoint(point.X, point.Y)));
            model.Series.Add(series);
        }
        return Write(model);
    }

    /// <summary>A bar for each name.</summary>
    /// <param name="across">What the length of the bars shows.</param>
    /// <param name="bars">The bars from the top down.</param>
    /// <returns>The text of an SVG file.</returns>
    public static string Bars(string across, IReadOnlyList<(string Name, double Length)> bars)
    {
        var model = Model();
        // Without a font to measure with, OxyPlot takes long names for shorter than browsers draw them.
        model.PlotMargins = new OxyThickness(Math.Min(20 + 8 * bars.Max(bar => bar.Name.Length), Width / 2), double.NaN, double.NaN, double.NaN);
        var names = new CategoryAxis { Position = AxisPosition.Left, StartPosition = 1, EndPosition = 0 };
        names.Labels.AddRange(bars.Select(bar => bar.Name));
        model.Axes.Add(names);
        model.Axes.Add(new LinearAxis { Position = AxisPosition.Bottom, Title = across, Minimum = Math.Min(0, bars.Min(bar => bar.Length)), MajorGridlineStyle = LineStyle.Dot });
        var series = new BarSeries { FillColor = Colours[0] };
        series.Items.AddRange(bars.Select(bar => new BarItem(bar.Length)));
        model.Series.Add(series);
        return Write(model);
    }

    private static PlotModel Model() => new() { Background = OxyColors.White, DefaultFontSize = 14, PlotAreaBorderColor = OxyColors.Gray, Culture = System.Globalization.CultureInfo.InvariantCulture };

    private static string Write(PlotModel model)
    {
        using var file = new MemoryStream();
        new SvgExporter { Width = Width, Height = Height, IsDocument = true }.Export(model, file);
        return System.Text.Encoding.UTF8.GetString(file.ToArray()).TrimStart('\uFEFF');
    }
}
