using System.Globalization;
using Digits.Imaging;
using Digits.Terminal;
using Spectre.Console;

namespace Digits.Commands;

/// <summary>Reads the ten digits that the program carries.</summary>
internal static class ShowCommand
{
    public static int Run(IAnsiConsole screen)
    {
        Recognition.RequireWeights();
        int right = 0;
        for (int digit = 0; digit < DigitClassifier.OutputLength; digit++)
        {
            var image = ShippedImages.Read(digit);
            var recognition = Recognition.Of(image);
            RecognitionView.Write(screen, ShippedImages.NameOf(digit), image, recognition);
            right += recognition.Digit == digit ? 1 : 0;
        }
        screen.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{right} of {DigitClassifier.OutputLength} digits recognised."));
        return 0;
    }
}
