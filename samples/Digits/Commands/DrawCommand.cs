using System.Globalization;
using CnnCompiler.Weights;
using Digits.Drawing;
using Digits.Imaging;
using Spectre.Console;
using StbImageWriteSharp;

namespace Digits.Commands;

/// <summary>Draws the ten digits as PNG files, black on white.</summary>
internal static class DrawCommand
{
    /// <summary>The seed of the ten images in the folder images.</summary>
    public const int DefaultSeed = 13;

    public static int Run(IAnsiConsole screen, string directory, int seed)
    {
        try
        {
            Directory.CreateDirectory(directory);
            for (int digit = 0; digit < Glyphs.Count; digit++)
                Save(Draw(digit, seed), Path.Combine(directory, ShippedImages.NameOf(digit)));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new DigitsException($"The images cannot be written to {directory}: {problem.Message}", problem);
        }
        screen.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Drew {Glyphs.Count} digits in {directory}."));
        return 0;
    }

    /// <summary>A digit of a series of ten.</summary>
    public static GreyImage Draw(int digit, int seed) => DigitRenderer.Draw(digit, new DrawingRandom(seed, digit));

    private static void Save(GreyImage ink, string path)
    {
        byte[] light = [.. ink.Pixels.Select(value => (byte)(byte.MaxValue - value))];
        WholeFile.Write(path, file => new ImageWriter().WritePng(light, ink.Width, ink.Height, ColorComponents.Grey, file));
    }
}
