namespace CnnCompiler.Report;

/// <summary>A colour.</summary>
/// <param name="Red">Red, 0 to 255.</param>
/// <param name="Green">Green, 0 to 255.</param>
/// <param name="Blue">Blue, 0 to 255.</param>
public readonly record struct Rgb(byte Red, byte Green, byte Blue)
{
    /// <summary>Black.</summary>
    public static Rgb Black => new(0, 0, 0);

    /// <summary>White.</summary>
    public static Rgb White => new(255, 255, 255);

    /// <summary>A green that is told from red and blue by people who see those alike, too.</summary>
    public static Rgb Green600 => new(0, 158, 115);

    /// <summary>An orange for marks.</summary>
    public static Rgb Orange => new(230, 159, 0);

    /// <summary>Grey.</summary>
    /// <param name="light">0 for black, 1 for white; what lies outside is cut.</param>
    public static Rgb Grey(double light)
    {
        byte value = Byte(light);
        return new Rgb(value, value, value);
    }

    /// <summary>Red for positive, blue for negative values, white for 0.</summary>
    /// <param name="value">-1 for the darkest blue, 1 for the darkest red; what lies outside is cut, NaN is black.</param>
    public static Rgb RedBlue(double value)
    {
        if (double.IsNaN(value))
            return Black;
        byte pale = Byte(1 - Math.Abs(value));
        return value >= 0 ? new Rgb(Byte(1.2 - 0.4 * value), pale, pale) : new Rgb(pale, pale, Byte(1.2 + 0.4 * value));
    }

    private static byte Byte(double share) => (byte)Math.Round(255 * Math.Clamp(share, 0, 1));
}
