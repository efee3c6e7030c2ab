using Mechanisms.Tour;

namespace Mechanisms.Chapters;

/// <summary>The chapters in the article's order.</summary>
internal static class Catalogue
{
    public static IReadOnlyList<Chapter> All { get; } =
    [
        ReceptiveFields.Chapter,
        PatternFilters.Chapter,
        WorkedExample.Chapter,
        ConvolutionAndCorrelation.Chapter,
        Associativity.Chapter,
        Rectification.Chapter,
        ManyFilters.Chapter,
        PerMapFilters.Chapter,
        ReceptiveFieldGrowth.Chapter,
        MaxPooling.Chapter,
        Strides.Chapter,
        BiggerFilters.Chapter,
        Downsampling.Chapter,
        Prediction.Chapter,
        Learning.Chapter,
    ];

    /// <summary>The chapter of a name.</summary>
    /// <exception cref="MechanismsException">There is none.</exception>
    public static Chapter Find(string name) => All.FirstOrDefault(chapter => chapter.Name == name)
        ?? throw new MechanismsException($"There is no chapter \"{name}\"; there are {string.Join(", ", All.Select(chapter => chapter.Name))}.");
}
