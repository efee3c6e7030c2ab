using System.Globalization;
using Mechanisms.Chapters;
using Mechanisms.Tour;

namespace CnnCompiler.Samples.Tests.Tour;

/// <summary>The article's numbers, every row of it, as the sample measures them; and the page in a browser.</summary>
public sealed class TourTests(TourFixture tour) : IClassFixture<TourFixture>
{
    [Theory]
    [InlineData("receptive-fields", "Output of a 3x3 filter on 28x28", "26x26")]
    [InlineData("receptive-fields", "Pixels by which neighbouring places overlap", "2")]
    [InlineData("filters", "Every output is the dot product with the 3x3 pixels below it", "yes")]
    [InlineData("worked-example", "Size of the map", "26x26")]
    [InlineData("worked-example", "The strongest responses stand where edges are nearly vertical (within 30 degrees)", "yes")]
    [InlineData("worked-example", "The filter of opposite sign gives the opposite map", "yes")]
    [InlineData("convolution", "1-D, kernel flipped to 4 2 1", "1 2 4")]
    [InlineData("convolution", "1-D, kernel 1 2 4 as it is", "4 2 1")]
    [InlineData("convolution", "2-D, kernel turned by 180 degrees", "1 2 3 4 5 6 7 8 9")]
    [InlineData("convolution", "2-D, kernel 1 to 9 as it is", "9 8 7 6 5 4 3 2 1")]
    [InlineData("associativity", "Three filters and their merged filter give the same map", "yes")]
    [InlineData("associativity", "With ReLU between them they do too", "no")]
    [InlineData("relu", "Smallest value behind ReLU", "0")]
    [InlineData("relu", "Positive values stay as they are", "yes")]
    [InlineData("relu", "Slope of ReLU where it is positive", "1")]
    [InlineData("relu", "Steepest slope of the sigmoid", "0.25")]
    [InlineData("relu", "Through ReLU the gradient arrives at the first layer without vanishing (above a thousandth)", "yes")]
    [InlineData("relu", "Through the sigmoid it vanishes (below a millionth)", "yes")]
    [InlineData("many-filters", "Four 3x3x1 filters on 28x28x1", "26x26x4")]
    [InlineData("many-filters", "Eight 3x3x4 filters on that", "24x24x8")]
    [InlineData("many-filters", "Values of one filter over a colour image", "3x3x3 = 27")]
    [InlineData("many-filters", "Ones on channels 1 and 3 combine those two maps and no other", "yes")]
    [InlineData("per-map-filters", "Eight filters for each of four maps", "24x24x32")]
    [InlineData("per-map-filters", "Outputs that see a change of one map, each map by itself", "8 of 32")]
    [InlineData("per-map-filters", "The same, eight filters over all maps", "8 of 8")]
    [InlineData("growth", "Pixels cropped on each side by a layer", "1")]
    [InlineData("growth", "Region behind one value, three layers of stride 1", "7x7")]
    [InlineData("growth", "Region behind one value, a 2x2 pool behind each of the first two", "18x18")]
    [InlineData("growth", "Region behind one value, stride 2 in the first two", "15x15")]
    [InlineData("max-pooling", "Map behind 2x2 pooling of 26x26", "13x13")]
    [InlineData("max-pooling", "Values kept", "1/4")]
    [InlineData("max-pooling", "Minimum pooling throws most of the activations away (under a quarter of max pooling's sum is left)", "yes")]
    [InlineData("stride", "3x3 with stride 2 on 28x28", "13x13")]
    [InlineData("stride", "Receptive fields that an inner pixel lies in, stride 1", "9")]
    [InlineData("stride", "Receptive fields that an inner pixel lies in, stride 2", "4")]
    [InlineData("stride", "Receptive fields that an inner pixel lies in, stride 3", "1")]
    [InlineData("bigger-filters", "5x5 with stride 2 on 28x28", "12x12")]
    [InlineData("bigger-filters", "Receptive fields that an inner pixel lies in, 5x5 with stride 2", "9")]
    [InlineData("bigger-filters", "Receptive fields that an inner pixel lies in, 7x7 with stride 3", "9")]
    [InlineData("prediction", "Answer for the image", "4")]
    [InlineData("prediction", "Parameters of the dense layer", "2,890")]
    [InlineData("prediction", "Small last maps keep the parameters down", "yes")]
    [InlineData("learning", "Backpropagation agrees with the slope of the loss (within 2 % of the largest)", "yes")]
    [InlineData("learning", "It learns (more than nine in ten of digits it has not seen)", "yes")]
    public void Number_OfTheArticle_IsMeasured(string chapter, string what, string number) =>
        Assert.Equal(number, tour.Findings.Single(finding => finding.Chapter == chapter && finding.What == what).Measured);

    [Fact]
    public void WhatTheArticleSays_AndIsNotMeasured_IsExplained() => Assert.All(
        tour.Findings.Where(finding => finding.IsArticle && !finding.Agrees), finding => Assert.NotEmpty(finding.Note));

    [Fact]
    public void Experiment_ComparesAtEqualWidthAndAtEqualWork()
    {
        var results = tour.Findings.Where(finding => finding.Chapter == "downsampling").ToArray();
        Assert.Equal(4, results.Length);
        Assert.Equal(2, results.Count(finding => finding.What.Contains("equal width", StringComparison.Ordinal)));
        Assert.All(results, finding => Assert.Contains(finding.Measured, (string[])["beats it", "is beaten by it", "no difference shown"]));
        long[] work = [.. global::Mechanisms.Experiment.DownsamplingVariant.All.Select(variant => variant.MultiplyAdds)];
        Assert.All(work[3..], wider => Assert.InRange(wider, 0.95 * work[0], 1.05 * work[0]));
        Assert.Contains("at equal width the claim ", tour.Page.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void EveryChapter_IsOnThePage_InTheArticlesOrder()
    {
        string[] order =
        [
            "receptive-fields", "filters", "worked-example", "convolution", "associativity", "relu", "many-filters", "per-map-filters", "growth", "max-pooling", "stride",
            "bigger-filters", "downsampling", "prediction", "learning",
        ];
        Assert.Equal(order, Catalogue.All.Select(chapter => chapter.Name));
        string page = tour.Page.ToString();
        int at = 0;
        foreach (string name in order)
            Assert.True((at = page.IndexOf($"<section id=\"{name}\">", at, StringComparison.Ordinal)) > 0, name);
        Assert.All(order, name => Assert.Contains(tour.Findings, finding => finding.Chapter == name));
    }

    [Fact]
    public void Pictures_AreWrittenAsFilesToo()
    {
        string[] pictures = Directory.GetFiles(tour.Directory, "*.png");
        Assert.True(pictures.Length >= 30, pictures.Length.ToString(CultureInfo.InvariantCulture));
        Assert.All(pictures, file => Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], File.ReadAllBytes(file)[..4]));
        Assert.Empty(Directory.GetFiles(tour.Directory, "*.part"));
    }

    [Fact]
    public void Page_LoadsNothing()
    {
        string page = File.ReadAllText(Path.Combine(tour.Directory, TourRun.PageName));
        Assert.DoesNotContain("http://", page, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
    }

    [BrowserFact]
    public void Page_InABrowser_ShowsEveryPictureAndEveryChapter()
    {
        var report = Browser.Open(File.ReadAllText(Path.Combine(tour.Directory, TourRun.PageName)));
        Assert.Empty(report.Errors);
        Assert.Equal(Directory.GetFiles(tour.Directory, "*.png").Length + Directory.GetFiles(tour.Directory, "*.svg").Length, report.Pictures.Length);
        Assert.All(report.Pictures, picture => Assert.True(picture.Width > 0, picture.Alternative));
        Assert.All(report.Pictures, picture => Assert.True(picture.Alternative.Length > 10, picture.Alternative));
        Assert.Equal(Catalogue.All.Select(chapter => chapter.Name), report.Sections);
    }

    [BrowserFact]
    public void Page_OnAPhone_IsNotWiderThanItsScreen() =>
        Assert.Equal(0, Browser.Open(File.ReadAllText(Path.Combine(tour.Directory, TourRun.PageName)), width: 500).Wide);

    [BrowserFact]
    public void Check_FindsAPictureThatDoesNotLoad()
    {
        var report = Browser.Open("<!DOCTYPE html><html><head></head><body><section id=\"a\"><img alt=\"gone\" src=\"data:image/png;base64,AAAA\"></section><script>nothing()</script></body></html>");
        Assert.Equal(0, Assert.Single(report.Pictures).Width);
        Assert.Equal(2, report.Errors.Length);
    }
}
