namespace Digits.Drawing;

/// <summary>Draws chains of straight pieces with a round pen whose edge fades over one pixel.</summary>
/// <param name="size">Rows and columns of the paper.</param>
/// <param name="radius">Half the pen's thickness in pixels.</param>
internal sealed class Pen(int size, double radius)
{
    private readonly double[] _ink = new double[size * size];

    /// <summary>The ink so far, 0 to 255, row by row.</summary>
    public byte[] ToBytes() => [.. _ink.Select(ink => (byte)Math.Round(255 * ink))];

    /// <summary>The centre of mass of the ink in pixels, (0, 0) at the corner of the first.</summary>
    public Point Mass()
    {
        double mass = 0, sumX = 0, sumY = 0;
        for (int y = 0; y < size; y++)
            for (int x = 0; x < size; x++)
            {
                double ink = _ink[y * size + x];
                mass += ink;
                sumX += ink * (x + 0.5);
                sumY += ink * (y + 0.5);
            }
        return new Point(sumX / mass, sumY / mass);
    }

    /// <summary>Draws a chain.</summary>
    public void Draw(ReadOnlySpan<Point> chain)
    {
        for (int end = 1; end < chain.Length; end++)
            Draw(chain[end - 1], chain[end]);
    }

    private void Draw(Point from, Point to)
    {
        double reach = radius + 0.5;
        int left = First(Math.Min(from.X, to.X) - reach), right = Last(Math.Max(from.X, to.X) + reach);
        int top = First(Math.Min(from.Y, to.Y) - reach), bottom = Last(Math.Max(from.Y, to.Y) + reach);
        for (int y = top; y <= bottom; y++)
            for (int x = left; x <= right; x++)
            {
                double cover = Math.Clamp(reach - Distance((x + 0.5, y + 0.5), from, to), 0, 1);
                // Where pieces overlap the paper is not inked twice.
                _ink[y * size + x] = Math.Max(_ink[y * size + x], cover);
            }
    }

    private int First(double edge) => (int)Math.Clamp(Math.Floor(edge), 0, size - 1);

    private int Last(double edge) => (int)Math.Clamp(Math.Ceiling(edge), 0, size - 1);

    private static double Distance(Point point, Point from, Point to)
    {
        var (way, off) = (to - from, point - from);
        double squared = way.X * way.X + way.Y * way.Y;
        double share = squared > 0 ? Math.Clamp((off.X * way.X + off.Y * way.Y) / squared, 0, 1) : 0;
        return (off - way * share).Length;
    }
}
