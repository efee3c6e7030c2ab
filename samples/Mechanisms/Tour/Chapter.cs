namespace Mechanisms.Tour;

/// <summary>A mechanism of the article: what it says, and the code that shows it.</summary>
/// <param name="Name">The name on the command line and in links.</param>
/// <param name="Title">The heading.</param>
/// <param name="Claim">What the article says.</param>
/// <param name="Show">Shows it.</param>
internal sealed record Chapter(string Name, string Title, string Claim, Action<ChapterWriter, TourSettings> Show);
