namespace Faces.Detection;

/// <summary>Non-maximum suppression: of boxes that overlap, the surest stays.</summary>
internal static class Selection
{
    /// <summary>Boxes that share more than this of their united area are one face; the value of the detector's authors.</summary>
    private const float MostOverlap = 0.3f;

    /// <summary>The faces, the surest first.</summary>
    public static IReadOnlyList<Face> Of(IEnumerable<Face> candidates)
    {
        var kept = new List<Face>();
        foreach (var candidate in candidates.OrderByDescending(candidate => candidate.Score))
            if (kept.TrueForAll(face => face.Overlap(candidate) <= MostOverlap))
                kept.Add(candidate);
        return kept;
    }
}
