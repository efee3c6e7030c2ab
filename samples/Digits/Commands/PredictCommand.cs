using Digits.Imaging;
using Digits.Terminal;
using Spectre.Console;

namespace Digits.Commands;

/// <summary>Recognises the digits in PNG files.</summary>
internal static class PredictCommand
{
    public static int Run(IAnsiConsole screen, IReadOnlyList<string> files)
    {
        Recognition.RequireWeights();
        foreach (string file in files)
        {
            var image = DigitFrame.ReadFile(file);
            RecognitionView.Write(screen, Path.GetFileName(file), image, Recognition.Of(image));
        }
        return 0;
    }
}
