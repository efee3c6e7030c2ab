using System.Text;
using Digits.Imaging;
using Spectre.Console;
using TrainingConsole;

namespace Digits.Terminal;

/// <summary>An image as text: one character for two pixels, one above the other.</summary>
internal static class ImageArt
{
    /// <summary>The image as markup, one line for two rows.</summary>
    public static string Draw(IAnsiConsole screen, GreyImage image)
    {
        var text = new StringBuilder();
        for (int y = 0; y < image.Height; y += 2)
        {
            if (y > 0)
                text.Append('\n');
            for (int x = 0; x < image.Width; x++)
            {
                byte upper = image[x, y];
                byte lower = y + 1 < image.Height ? image[x, y + 1] : (byte)0;
                if (screen.HasColors() && screen.HasBlocks())
                    text.Append($"[rgb({upper},{upper},{upper}) on rgb({lower},{lower},{lower})]\u2580[/]");
                else
                    text.Append(Cell(upper >= 128, lower >= 128, screen.HasBlocks()));
            }
        }
        return text.ToString();
    }

    private static char Cell(bool upper, bool lower, bool blocks) => (upper, lower) switch
    {
        (true, true) => blocks ? '\u2588' : '#',
        (true, false) => blocks ? '\u2580' : '"',
        (false, true) => blocks ? '\u2584' : '.',
        _ => ' ',
    };
}
