namespace TinyDigits;

/// <summary>
/// Reads a grey image in the PGM format, as text (P2) or in bytes (P5), from a file that is held to nothing it says of itself:
/// https://netpbm.sourceforge.net/doc/pgm.html.
/// </summary>
internal ref struct PgmImage
{
    public const int Size = 28;

    /// <summary>More than any file of this size needs: 784 numbers of five digits, and comments.</summary>
    public const int MaxFileLength = 1 << 16;

    private readonly ReadOnlySpan<byte> _file;
    private int _position;

    private PgmImage(ReadOnlySpan<byte> file) => _file = file;

    /// <summary>Reads an image of 28 x 28 pixels.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="pixels">784 bytes, row by row; white, the file's largest value, becomes 255.</param>
    /// <returns>What is wrong with the file, or null.</returns>
    public static string? Read(ReadOnlySpan<byte> file, Span<byte> pixels) => new PgmImage(file).Read(pixels);

    private string? Read(Span<byte> pixels)
    {
        if (_file.Length < 2 || _file[0] != 'P' || _file[1] is not ((byte)'2' or (byte)'5'))
            return "expected a PGM file, which begins with P2 or P5; found another one";
        bool isText = _file[1] == '2';
        _position = 2;
        int width = ReadNumber(65535), height = ReadNumber(65535), white = ReadNumber(65535);
        if (width < 0 || height < 0 || white < 1)
            return "expected width, height and the largest value (1 to 65535) behind P2 or P5; found something else";
        if (width != Size || height != Size)
            return "expected an image of 28 x 28 pixels; found another size";
        if (_position >= _file.Length || !IsSpace(_file[_position++]))
            return "expected one white space behind the largest value; found something else, or the end of the file";
        int bytesEach = white > 255 ? 2 : 1;
        if (!isText && _file.Length - _position < bytesEach * pixels.Length)
            return "expected 784 pixels; the file is cut off";
        for (int index = 0; index < pixels.Length; index++)
        {
            int value = isText ? ReadNumber(white) : ReadBytes(bytesEach);
            if (value < 0 || value > white)
                return "expected 784 pixels between 0 and the largest value; found fewer, or something else";
            pixels[index] = (byte)((255 * value + white / 2) / white);
        }
        return null;
    }

    private int ReadBytes(int count)
    {
        int value = 0;
        for (int index = 0; index < count; index++)
            value = value << 8 | _file[_position++];
        return value;
    }

    /// <summary>The next number, or -1 where there is none or a larger one.</summary>
    private int ReadNumber(int largest)
    {
        SkipSpace();
        int start = _position;
        int value = 0;
        for (; _position < _file.Length && _file[_position] is >= (byte)'0' and <= (byte)'9'; _position++)
        {
            value = 10 * value + _file[_position] - '0';
            if (value > largest)
                return -1;
        }
        return _position > start ? value : -1;
    }

    private void SkipSpace()
    {
        bool inComment = false;
        for (; _position < _file.Length; _position++)
        {
            byte unit = _file[_position];
            if (unit == '#')
                inComment = true;
            else if (unit is (byte)'\n' or (byte)'\r')
                inComment = false;
            else if (!inComment && !IsSpace(unit))
                return;
        }
    }

    private static bool IsSpace(byte unit) => unit is (byte)' ' or >= 9 and <= 13;
}
