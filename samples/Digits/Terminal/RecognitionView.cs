using System.Globalization;
using Digits.Imaging;
using Spectre.Console;
using TrainingConsole;

namespace Digits.Terminal;

/// <summary>An image beside what the net says of it.</summary>
internal static class RecognitionView
{
    /// <summary>The columns that the image and the bars take side by side.</summary>
    private const int FullWidth = 74;

    /// <summary>Draws one recognised image.</summary>
    public static void Write(IAnsiConsole screen, string name, GreyImage image, Recognition recognition)
    {
        string micro = screen.HasBlocks() ? "\u00B5s" : "us";
        string title = string.Create(CultureInfo.InvariantCulture, $"{Markup.Escape(name)}: [bold]{recognition.Digit}[/]");
        string time = string.Create(CultureInfo.InvariantCulture, $"{recognition.Microseconds:F1} {micro} a prediction");
        var findings = new Markup($"{title}\n\n{ProbabilityBars.Draw(screen, recognition.Probabilities)}\n\n{time}");
        if (screen.Profile.Width < FullWidth)
            screen.Write(findings);
        else
        {
            var grid = new Grid();
            grid.AddColumn(new GridColumn().Width(image.Width).NoWrap().PadLeft(0).PadRight(2));
            grid.AddColumn(new GridColumn().Padding(0, 0));
            grid.AddRow(new Markup(ImageArt.Draw(screen, image)), findings);
            screen.Write(grid);
        }
        screen.WriteLine();
    }
}
