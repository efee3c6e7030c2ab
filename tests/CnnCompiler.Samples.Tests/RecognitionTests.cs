using System.Buffers.Binary;
using System.IO.Compression;
using Digits;
using Digits.Commands;
using Digits.Data;
using Digits.Drawing;
using Digits.Imaging;

namespace CnnCompiler.Samples.Tests;

public sealed class RecognitionTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("digits");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void ShippedImages_AreAllRecognised()
    {
        for (int digit = 0; digit < 10; digit++)
            Assert.Equal(digit, Recognition.Of(ShippedImages.Read(digit)).Digit);
    }

    [Fact]
    public void Show_WithoutArguments_DrawsTheTenInPlainText()
    {
        var (code, output, error) = CommandLineTests.Run();
        Assert.Equal((0, ""), (code, error));
        for (int digit = 0; digit < 10; digit++)
            Assert.Contains($"{digit}.png: {digit} ", output);
        Assert.Contains("10 of 10 digits recognised.", output);
        Assert.DoesNotContain('\u001B', output);
        Assert.All(output.Split('\n'), line => Assert.InRange(line.TrimEnd('\r').Length, 0, 80));
        Assert.Contains('\u2588', output);
    }

    [Fact]
    public void DrawnDigits_AreMostlyRecognised_ByANetThatHasSeenOnlyMnist() =>
        Assert.InRange(Accuracy.Of(DigitClassifier.Predict, HandwrittenDigits.Draw(1000, seed: 11)), 0.95, 1);

    [Theory]
    [InlineData(1, false), InlineData(3, true), InlineData(11, false)]
    public void Predict_EnlargedAndOffCentre_IsRecognised(int scale, bool dark)
    {
        for (int digit = 0; digit < 10; digit++)
        {
            var ink = DigitRenderer.Draw(digit, new DrawingRandom(DrawCommand.DefaultSeed, digit));
            int size = 28 * scale + 40;
            int Light(int x, int y)
            {
                int ofInk = y < 28 * scale && x >= 40 ? ink[(x - 40) / scale, y / scale] : 0;
                return dark ? ofInk : 255 - ofInk;
            }
            int[][] rows = [.. Enumerable.Range(0, size).Select(y => Enumerable.Range(0, size).Select(x => Light(x, y)).ToArray())];
            string file = Path.Combine(_directory.FullName, $"{digit}.png");
            File.WriteAllBytes(file, PngBytes.Make(rows, 1, 8, 0, _ => 0));
            Assert.Equal(digit, Recognition.Of(DigitFrame.ReadFile(file)).Digit);
        }
    }

    [Fact]
    public void Predict_SeveralFiles_NamesEach()
    {
        string[] files = [.. new[] { 3, 8 }.Select(digit => Path.Combine(_directory.FullName, $"no[{digit}].png"))];
        File.WriteAllBytes(files[0], ShippedImages.FileOf(3));
        File.WriteAllBytes(files[1], ShippedImages.FileOf(8));
        var (code, output, error) = CommandLineTests.Run(["predict", .. files]);
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("no[3].png: 3 ", output);
        Assert.Contains("no[8].png: 8 ", output);
    }

    [Theory]
    [InlineData(false), InlineData(true)]
    public void Evaluate_IdxFiles_PrintsTheShareOfRightAnswers(bool zipped)
    {
        // The ten shipped images, two of them under a wrong label.
        byte[] pixels = [.. Enumerable.Range(0, 10).SelectMany(digit => ShippedImages.Read(digit).Pixels)];
        WriteIdx("t10k-images-idx3-ubyte", [10, 28, 28], pixels, zipped);
        WriteIdx("t10k-labels-idx1-ubyte", [10], [0, 1, 2, 3, 4, 5, 6, 7, 9, 8], zipped);
        var (code, output, error) = CommandLineTests.Run("evaluate", "--mnist", _directory.FullName);
        Assert.Equal((0, "", "accuracy: 0.8000"), (code, error, output.TrimEnd()));
    }

    [Fact]
    public void Evaluate_EmptyDirectory_NamesTheFile() => CommandLineTests.AssertRefused("t10k-images-idx3-ubyte", "evaluate", "--mnist", _directory.FullName);

    [Fact]
    public void Evaluate_MissingDirectory_IsRefused() =>
        CommandLineTests.AssertRefused("There is no directory", "evaluate", "--mnist", Path.Combine(_directory.FullName, "absent"));

    [Fact]
    public void Evaluate_ImagesOfAnotherSize_AreRefused()
    {
        WriteIdx("t10k-images-idx3-ubyte", [1, 32, 32], new byte[1024], zipped: false);
        WriteIdx("t10k-labels-idx1-ubyte", [1], [3], zipped: false);
        CommandLineTests.AssertRefused("32x32x1", "evaluate", "--mnist", _directory.FullName);
    }

    [Theory]
    [InlineData(0), InlineData(3), InlineData(15), InlineData(16), InlineData(700)]
    public void Evaluate_CutFile_IsRefused(int length)
    {
        WriteIdx("t10k-images-idx3-ubyte", [1, 28, 28], new byte[784], zipped: false);
        WriteIdx("t10k-labels-idx1-ubyte", [1], [3], zipped: false);
        string file = Path.Combine(_directory.FullName, "t10k-images-idx3-ubyte");
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..length]);
        CommandLineTests.AssertRefused("t10k-images-idx3-ubyte", "evaluate", "--mnist", _directory.FullName);
    }

    [MnistFact]
    public void Evaluate_Mnist_ReachesTheAccuracyTheWeightsWereTrainedTo()
    {
        var (code, output, _) = CommandLineTests.Run("evaluate", "--mnist", MnistFactAttribute.Folder!);
        Assert.Equal(0, code);
        Assert.InRange(double.Parse(output["accuracy: ".Length..], System.Globalization.CultureInfo.InvariantCulture), 0.992, 1);
    }

    private void WriteIdx(string name, int[] lengths, byte[] data, bool zipped)
    {
        byte[] header = new byte[4 + 4 * lengths.Length];
        (header[2], header[3]) = (8, (byte)lengths.Length);
        for (int axis = 0; axis < lengths.Length; axis++)
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + 4 * axis), lengths[axis]);
        using Stream file = File.Create(Path.Combine(_directory.FullName, zipped ? $"{name}.gz" : name));
        using Stream target = zipped ? new GZipStream(file, CompressionMode.Compress) : file;
        target.Write([.. header, .. data]);
    }
}
