namespace Digits.Drawing;

/// <summary>One writer at one moment: how the strokes of a glyph come out on the paper.</summary>
internal sealed class Hand
{
    private readonly double _rotation, _slant, _width;
    private readonly (Point Direction, double Phase, Point Push)[] _waves;
    private DrawingRandom _random;

    /// <summary>A hand that the random numbers shape.</summary>
    public Hand(DrawingRandom random)
    {
        _random = random;
        // In radians, and columns a row: MNIST's digits lean to the right by 0.15 on average, with a deviation of 0.29 in which their shapes have a part.
        _rotation = _random.NextAround(0.09);
        _slant = 0.15 + _random.NextAround(0.19);
        _width = 1 + _random.NextAround(0.13);
        Radius = _random.Next(0.95, 1.75);
        Box = _random.Next(18.5, 20);
        Shift = new Point(_random.Next(-0.5, 0.5), _random.Next(-0.5, 0.5));
        _waves = [.. Enumerable.Range(0, 2).Select(_ => Wave())];
    }

    /// <summary>Half the pen's thickness in pixels.</summary>
    public double Radius { get; }

    /// <summary>The longer side of the digit in pixels.</summary>
    public double Box { get; }

    /// <summary>Pixels the digit's mass lies off the centre: below one half, as where whole pixels are shifted.</summary>
    public Point Shift { get; }

    /// <summary>The strokes as this hand writes them.</summary>
    public IReadOnlyList<Stroke> Write(IReadOnlyList<Stroke> glyph) =>
        [.. glyph.Select(stroke => stroke with { Points = [.. stroke.Points.Select(Move)] })];

    private Point Move(Point point)
    {
        // A wave of the whole paper keeps strokes joined that meet in a point; the small tremor of each point does not, and stays below a pixel.
        var moved = point + new Point(_random.NextAround(0.012), _random.NextAround(0.012));
        foreach (var (direction, phase, push) in _waves)
            moved += push * Math.Sin(direction.X * point.X + direction.Y * point.Y + phase);
        var (x, y) = ((moved.X - 0.3) * _width + _slant * (0.5 - moved.Y), moved.Y - 0.5);
        return new Point(x * Math.Cos(_rotation) - y * Math.Sin(_rotation), x * Math.Sin(_rotation) + y * Math.Cos(_rotation));
    }

    private (Point, double, Point) Wave() =>
        (new Point(_random.NextAround(4), _random.NextAround(4)), _random.Next(0, 2 * Math.PI), new Point(_random.NextAround(0.03), _random.NextAround(0.03)));
}
