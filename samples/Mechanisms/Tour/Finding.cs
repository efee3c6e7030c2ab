namespace Mechanisms.Tour;

/// <summary>A number measured beside the one expected.</summary>
/// <param name="Chapter">The chapter's name.</param>
/// <param name="What">What is counted or measured.</param>
/// <param name="Expected">What the article says, or what follows from it; empty where there is no such number.</param>
/// <param name="Measured">What was found.</param>
/// <param name="Note">Why they differ, or what else is to be said; empty for nothing.</param>
/// <param name="IsArticle">Whether the expected number stands in the article.</param>
internal sealed record Finding(string Chapter, string What, string Expected, string Measured, string Note, bool IsArticle)
{
    /// <summary>Whether the number measured is the one expected.</summary>
    public bool Agrees => Expected == Measured;
}
