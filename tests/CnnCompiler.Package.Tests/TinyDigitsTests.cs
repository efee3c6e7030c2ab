using System.Globalization;
using System.Text;
using Digits.Imaging;

namespace CnnCompiler.Package.Tests;

/// <summary>The smallest program, published ahead of time.</summary>
public sealed class TinyDigitsTests
{
    private const long MostBytes = 1_200_000;

    [AheadOfTimeFact]
    public void TinyDigits_IsSmallAndRecognisesDigits()
    {
        using var published = new PublishedSample("samples/TinyDigits", "linux-x64");
        string program = published.PathOf("TinyDigits");
        Assert.InRange(new FileInfo(program).Length, 1, MostBytes);
        for (int digit = 0; digit < 10; digit++)
        {
            byte[] ink = Ink(digit);
            string file = published.PathOf($"{digit}.pgm");
            File.WriteAllBytes(file, Binary(ink));
            string fromFile = Tool.Run(program, ".", file).Output;
            Assert.Matches(string.Create(CultureInfo.InvariantCulture, $"^{digit} (9[0-9]|100)\\.[0-9] %\n$"), fromFile);
            Assert.Equal(fromFile, Tool.Try(program, ".", [], Binary(ink), []).Output);
            Assert.Equal(fromFile, Tool.Try(program, ".", [], Plain(ink), "-").Output);
        }
        AssertRefused(program, "");
        AssertRefused(program, "P6 28 28 255 ");
        AssertRefused(program, "P5 28 28");
        AssertRefused(program, "P5 29 28 255 " + new string('x', 29 * 28));
        AssertRefused(program, "P5 28 28 255");
        AssertRefused(program, "P5 28 28 255" + new string('x', 785));
        AssertRefused(program, "P5 28 28 0 " + new string('x', 784));
        AssertRefused(program, "P5 28 28 255 " + new string('x', 783));
        AssertRefused(program, "P5 28 28 65535 " + new string('x', 784));
        AssertRefused(program, "P5 99999999999 28 255 ");
        AssertRefused(program, "P2 28 28 255 " + string.Join(' ', Enumerable.Repeat("7", 783)));
        AssertRefused(program, "P2 28 28 255 " + string.Join(' ', Enumerable.Repeat("256", 784)));
        AssertRefused(program, "P2 28 28 255 " + string.Join(' ', Enumerable.Repeat("-1", 784)));
        AssertRefused(program, "P2 # " + new string('x', 70_000));
        var missing = Tool.Try(program, ".", [], [], published.PathOf("nothing.pgm"));
        Assert.Equal((1, ""), (missing.ExitCode, missing.Output));
        Assert.StartsWith("TinyDigits: ", missing.Errors, StringComparison.Ordinal);
    }

    /// <summary>A shipped image as the net takes it.</summary>
    internal static byte[] Ink(int digit) => DigitFrame.ReadFile(Repository.PathOf("samples", "Digits", "images", $"{digit}.png")).Pixels;

    private static byte[] Binary(byte[] ink) => [.. "P5\n# a comment\n28 28\n255\n"u8, .. ink];

    /// <summary>The same image as text, its values on a scale of their own: 1020 is 4 times 255.</summary>
    private static byte[] Plain(byte[] ink) => Encoding.ASCII.GetBytes("P2 28 28 1020\n" + string.Join('\n', ink.Select(value => 4 * value)));

    private static void AssertRefused(string program, string file)
    {
        var outcome = Tool.Try(program, ".", [], Encoding.ASCII.GetBytes(file));
        Assert.Equal((1, ""), (outcome.ExitCode, outcome.Output));
        Assert.StartsWith("TinyDigits: expected ", outcome.Errors, StringComparison.Ordinal);
    }
}
