namespace CnnCompiler.Data;

/// <summary>
/// Where pixels of a changed image come from: shifted back, then turned, scaled and mirrored about the middle,
/// (fromY, fromX) = middle + [YY YX; XY XX] (y - middleY - Down, x - middleX - Across).
/// </summary>
internal readonly record struct Placement(float Down, float Across, float YY, float YX, float XY, float XX);
