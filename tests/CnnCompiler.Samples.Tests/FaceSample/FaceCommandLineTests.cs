using Faces;
using Faces.Detection;

namespace CnnCompiler.Samples.Tests.FaceSample;

public sealed class FaceCommandLineTests
{
    [Fact]
    public void WithoutTheModel_ItSaysHowToBuildWithIt() => AssertRefused("-p:FaceModel=PATH", null, "image.png");

    [Fact]
    public void WithoutTheModel_ThatIsSaidBeforeMissingArguments() => AssertRefused("-p:FaceModel=PATH", null);

    [Theory]
    [InlineData("'image'")]
    [InlineData("'--fast'", "image.png", "--fast")]
    [InlineData("There is no file absent.png", "absent.png")]
    [InlineData("is a directory", ".")]
    public void BadArguments_GetOneSentence(string found, params string[] args) => AssertRefused(found, () => null!, args);

    private static void AssertRefused(string found, Func<FaceFinder>? open, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        Assert.Equal(2, CommandLine.Run(args, open, output, error));
        Assert.Equal("", output.ToString());
        Assert.Contains(found, error.ToString());
        Assert.Single(error.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }
}
