namespace Digits.Drawing;

/// <summary>One movement of the pen: a curve through all its points, or straight lines from point to point.</summary>
/// <param name="Points">The points in the order the pen meets them; y runs from 0 at the digit's top to 1 at its foot.</param>
/// <param name="Curved">Whether the pen swings through the points or turns sharply at each.</param>
internal sealed record Stroke(Point[] Points, bool Curved)
{
    /// <summary>Straight pieces a curve between two points is drawn as: 8 keep the error of a digit's tightest bow below a tenth of a pixel.</summary>
    private const int PiecesPerSpan = 8;

    /// <summary>A curve through the points.</summary>
    public static Stroke Curve(params Point[] points) => new(points, true);

    /// <summary>Straight lines from point to point.</summary>
    public static Stroke Line(params Point[] points) => new(points, false);

    /// <summary>The stroke as a chain of short straight pieces.</summary>
    public Point[] Trace()
    {
        if (!Curved || Points.Length < 3)
            return Points;
        var chain = new List<Point> { Points[0] };
        for (int span = 0; span + 1 < Points.Length; span++)
        {
            var before = Points[Math.Max(0, span - 1)];
            var after = Points[Math.Min(Points.Length - 1, span + 2)];
            for (int piece = 1; piece <= PiecesPerSpan; piece++)
                chain.Add(Swing(before, Points[span], Points[span + 1], after, piece / (double)PiecesPerSpan));
        }
        return [.. chain];
    }

    /// <summary>A place on the Catmull-Rom spline from b to c.</summary>
    /// <remarks>Catmull and Rom, "A Class of Local Interpolating Splines", 1974.</remarks>
    private static Point Swing(Point a, Point b, Point c, Point d, double t) =>
        (b * 2 + (c - a) * t + (a * 2 - b * 5 + c * 4 - d) * (t * t) + (b * 3 - a - c * 3 + d) * (t * t * t)) * 0.5;
}
