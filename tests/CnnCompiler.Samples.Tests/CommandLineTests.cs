using Digits;
using Digits.Commands;
using Digits.Imaging;

namespace CnnCompiler.Samples.Tests;

public sealed class CommandLineTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("digits");

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData("'guess'", "guess")]
    [InlineData("'file'", "predict")]
    [InlineData("'--mnist' is required", "evaluate")]
    [InlineData("'--mnist'", "evaluate", "--mnist")]
    [InlineData("'--mnist'", "train", "--mnist")]
    [InlineData("'--epochs'", "train", "--epochs")]
    [InlineData("--epochs takes a whole number from 1 to 10000; found \"many\"", "train", "--epochs", "many")]
    [InlineData("--epochs takes a whole number from 1 to 10000; found \"0\"", "train", "--epochs", "0")]
    [InlineData("--epochs takes a whole number from 1 to 10000; found \"99999999999\"", "train", "--epochs", "99999999999")]
    [InlineData("--seed takes a whole number", "train", "--seed", "-1")]
    [InlineData("'--fast'", "train", "--fast")]
    [InlineData("'more'", "evaluate", "--mnist", "a", "more")]
    public void Run_BadArguments_GetOneSentence(string found, params string[] args) => AssertRefused(found, args);

    [Fact]
    public void Predict_MissingFile_IsNamed() => AssertRefused("There is no file", "predict", Path.Combine(_directory.FullName, "absent.png"));

    [Fact]
    public void Predict_Directory_IsRefused() => AssertRefused("is a directory", "predict", _directory.FullName);

    [Fact]
    public void Predict_BrokenFile_IsRefused()
    {
        string file = Path.Combine(_directory.FullName, "broken.png");
        File.WriteAllBytes(file, ShippedImages.FileOf(4)[..150]);
        AssertRefused("it is cut short", "predict", file);
    }

    [Fact]
    public void Predict_EmptySheet_IsRefused()
    {
        string file = Path.Combine(_directory.FullName, "empty.png");
        File.WriteAllBytes(file, PngBytes.Make([[255, 255], [255, 255]], 1, 8, 0, _ => 0));
        AssertRefused("shows no digit", "predict", file);
    }

    [Fact]
    public void Draw_DirectoryThatIsAFile_IsRefused()
    {
        string file = Path.Combine(_directory.FullName, "taken");
        File.WriteAllText(file, "");
        AssertRefused("cannot be written", "draw", "--out", file);
    }

    [Fact]
    public void Draw_GivesTenImages_AndNothingElse()
    {
        var (code, _, error) = Run("draw", "--out", _directory.FullName, "--seed", "5");
        Assert.Equal((0, ""), (code, error));
        Assert.Equal(Enumerable.Range(0, 10).Select(digit => $"{digit}.png"), _directory.GetFiles().Select(file => file.Name).Order());
        for (int digit = 0; digit < 10; digit++)
            Assert.Equal(DrawCommand.Draw(digit, seed: 5).Pixels.Select(ink => (byte)(255 - ink)),
                PngReader.ReadFile(Path.Combine(_directory.FullName, $"{digit}.png")).Pixels);
    }

    [Fact]
    public void Help_NamesEveryCommand()
    {
        var (code, output, error) = Run("--help");
        Assert.Equal((0, ""), (code, error));
        Assert.All(["predict", "evaluate", "train", "draw"], command => Assert.Contains(command, output));
    }

    internal static (int Code, string Output, string Error) Run(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int code = CommandLine.Run(args, output, error);
        return (code, output.ToString(), error.ToString());
    }

    internal static void AssertRefused(string found, params string[] args)
    {
        var (code, output, error) = Run(args);
        Assert.Equal(2, code);
        Assert.Equal("", output);
        Assert.Contains(found, error);
        Assert.EndsWith("." + Environment.NewLine, error);
        Assert.Single(error.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }
}
