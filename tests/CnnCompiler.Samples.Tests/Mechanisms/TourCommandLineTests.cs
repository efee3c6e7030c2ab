using Mechanisms;
using Mechanisms.Chapters;

namespace CnnCompiler.Samples.Tests.Tour;

/// <summary>The sample's commands.</summary>
public sealed class TourCommandLineTests
{
    [Fact]
    public void List_NamesEveryChapter()
    {
        var (code, output, _) = Run("list");
        Assert.Equal(0, code);
        Assert.All(Catalogue.All, chapter => Assert.Contains(chapter.Name, output, StringComparison.Ordinal));
    }

    [Fact]
    public void Chapter_RunsAlone()
    {
        string directory = Directory.CreateTempSubdirectory("mechanisms").FullName;
        try
        {
            var (code, output, _) = Run("chapter", "stride", "--output", directory);
            Assert.Equal(0, code);
            Assert.Contains("13x13", output, StringComparison.Ordinal);
            Assert.True(File.Exists(Path.Combine(directory, "mechanisms.html")));
            Assert.All(Directory.GetFiles(directory, "*.png"), file => Assert.StartsWith("stride-", Path.GetFileName(file), StringComparison.Ordinal));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public void Image_OfAFile_IsLookedAt()
    {
        string directory = Directory.CreateTempSubdirectory("mechanisms").FullName;
        try
        {
            string file = Path.Combine(directory, "seven.png");
            File.WriteAllBytes(file, global::Digits.ShippedImages.FileOf(7));
            var (code, output, error) = Run("chapter", "prediction", "--image", file, "--output", directory);
            Assert.Equal(("", 0), (error, code));
            Assert.Contains("Answer for the image: 7", output, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Theory]
    [InlineData("There is no chapter \"strides\"", "chapter", "strides")]
    [InlineData("nowhere.png", "--image", "nowhere.png")]
    [InlineData("There is no directory nowhere", "--mnist", "nowhere")]
    [InlineData("--index is the number of an image of --mnist", "--index", "3")]
    [InlineData("--seeds takes a whole number from 1 to 100", "--seeds", "0")]
    [InlineData("--output takes the name of a directory", "chapter", "stride", "--output", "")]
    [InlineData("See --help", "--colour")]
    public void WhatCannotBeUsed_IsToldInOneSentence(string message, params string[] arguments)
    {
        var (code, _, error) = Run(arguments);
        Assert.Equal(CommandLine.UsageError, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    private static (int Code, string Output, string Error) Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int code = CommandLine.Run(arguments, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
