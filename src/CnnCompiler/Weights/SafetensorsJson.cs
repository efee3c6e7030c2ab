using System.Text;
using static CnnCompiler.Weights.MessageText;

namespace CnnCompiler.Weights;

/// <summary>
/// Reads the JSON of a safetensors header, strictly (RFC 8259, no repeated names), one value after the other and without building a tree.
/// </summary>
/// <remarks>
/// A reader of our own because the same text runs in two places that System.Text.Json does not serve: the compiler's host, where a
/// netstandard2.0 generator cannot rely on any version of it being there, and tiny ahead-of-time programs (about 1 MB in all), which
/// should not carry a general library for one header. Reading without a tree keeps a hostile header small: one of 100 MB, made of 1.7
/// million empty tensors, takes about 0.5 GB at its peak. The first prediction waits for this reader, and nearly all of that time is
/// the just-in-time compiler's: members and elements are fetched in loops and not by delegates, and what only faults and escapes need lies apart.
/// </remarks>
internal sealed class SafetensorsJson
{
    // A header needs 3 levels; the rest is for what future writers may add and this reader skips. Deeper nesting is an attack on the stack.
    private const int MaxDepth = 32;
    private const int LongestNumberShown = 40;
    private const int LongestNumber = 19;
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly byte[] _text;
    private readonly int _fileOffset;
    private readonly string _fileName;
    private int _position;
    private int _depth;

    /// <summary>Begins to read.</summary>
    /// <param name="text">The JSON in UTF-8.</param>
    /// <param name="fileOffset">Where the text begins in its file, for messages.</param>
    /// <param name="fileName">The file's name, for messages.</param>
    internal SafetensorsJson(byte[] text, int fileOffset, string fileName) => (_text, _fileOffset, _fileName) = (text, fileOffset, fileName);

    /// <summary>The file's name, for messages.</summary>
    internal string FileName => _fileName;

    /// <summary>The tensor whose description is being read, for messages.</summary>
    internal string? Tensor { get; set; }

    /// <summary>Begins to read an object.</summary>
    /// <returns>Whether there is a member: then <see cref="ReadName"/>, its value, <see cref="NextMember"/>.</returns>
    internal bool EnterObject(string expected) => Enter('{', '}', expected);

    /// <summary>Whether another member follows in the object; otherwise it has ended.</summary>
    internal bool NextMember() => Next('}', "a comma or the end of an object");

    /// <summary>Begins to read an array.</summary>
    /// <returns>Whether there is an element: then its value and <see cref="NextElement"/>.</returns>
    internal bool EnterArray(string expected) => Enter('[', ']', expected);

    /// <summary>Whether another element follows in the array; otherwise it has ended.</summary>
    internal bool NextElement() => Next(']', "a comma or the end of an array");

    /// <summary>Reads the name of a member and its colon.</summary>
    /// <param name="names">The names of the object so far, to which this one is added.</param>
    internal string ReadName(HashSet<string> names)
    {
        string name = ReadString("a name in quotation marks");
        if (!names.Add(name))
            throw Repeated(name);
        Take(':', "a colon after the name");
        return name;
    }

    /// <summary>Reads a text.</summary>
    internal string ReadString(string expected)
    {
        Take('"', expected);
        int start = _position;
        int all = 0;
        while (_position < _text.Length)
        {
            int unit = _text[_position];
            if (unit == '"')
                return all < 0x80 ? Encoding.ASCII.GetString(_text, start, _position++ - start) : Decode(start, _position++ - start);
            if (unit < ' ' || unit == '\\')
                break;
            all |= unit;
            _position++;
        }
        return ReadEscaped(start);
    }

    /// <summary>Reads a whole number of 0 to 2^63 - 1, written without fraction and exponent.</summary>
    internal long ReadLength(string expected)
    {
        SkipSpace();
        int start = _position;
        long value = 0;
        // 19 digits do not overflow 64 bits; those above 2^63 - 1 come out negative.
        while (_position < _text.Length && _text[_position] >= '0' && _text[_position] <= '9' && _position - start < LongestNumber)
            value = unchecked(value * 10 + (_text[_position++] - '0'));
        if (_position == start || value < 0 || (_text[start] == '0' && _position - start > 1) || (_position < _text.Length && IsOfNumber(_text[_position])))
            throw NoLength(start, expected);
        return value;
    }

    /// <summary>Reads a value of any kind and forgets it.</summary>
    internal void Skip()
    {
        SkipSpace();
        switch (_position < _text.Length ? (char)_text[_position] : '\0')
        {
            case '{':
                var names = new HashSet<string>(StringComparer.Ordinal);
                for (bool more = EnterObject("an object"); more; more = NextMember())
                {
                    ReadName(names);
                    Skip();
                }
                break;
            case '[':
                for (bool more = EnterArray("an array"); more; more = NextElement())
                    Skip();
                break;
            case '"': ReadString("a text"); break;
            case 't': SkipWord("true"); break;
            case 'f': SkipWord("false"); break;
            case 'n': SkipWord("null"); break;
            default: SkipNumber(); break;
        }
    }

    /// <summary>Makes sure that nothing but padding follows.</summary>
    internal void End()
    {
        SkipSpace();
        if (_position < _text.Length)
            throw Fault("nothing but spaces behind the header's last brace", Found());
    }

    /// <summary>A fault in the header, with the tensor being read.</summary>
    internal WeightException Fault(string expected, string found, Exception? inner = null) =>
        WeightException.Fault(_fileName, Tensor, expected, found, "the header is not valid; save the file again", inner);

    private static bool IsOfNumber(byte unit) => IsDigit(unit) || unit is (byte)'-' or (byte)'+' or (byte)'.' or (byte)'e' or (byte)'E';

    private static bool IsDigit(byte unit) => unit is >= (byte)'0' and <= (byte)'9';

    private string Position => Text($"byte {(long)_fileOffset + _position}");

    private string Found()
    {
        if (_position >= _text.Length)
            return $"the end of the header at {Position}";
        byte unit = _text[_position];
        return unit is > (byte)' ' and <= (byte)'~' ? Text($"'{(char)unit}' at {Position}") : Text($"the value 0x{Hex(unit)} at {Position}");
    }

    private bool Enter(char bracket, char end, string expected)
    {
        Take(bracket, expected);
        if (++_depth > MaxDepth)
            throw TooDeep();
        if (!TryTake(end))
            return true;
        _depth--;
        return false;
    }

    private bool Next(char end, string expected)
    {
        if (TryTake(','))
            return true;
        Take(end, expected);
        _depth--;
        return false;
    }

    private WeightException TooDeep() => Fault(Text($"at most {MaxDepth} objects and arrays inside each other"), $"another one before {Position}");

    private WeightException Repeated(string name) =>
        Fault("every name once in an object of the header", $"{WeightException.Quote(name)} a second time before {Position}");

    private WeightException NoLength(int start, string expected)
    {
        int end = start;
        while (end < _text.Length && IsOfNumber(_text[end]))
            end++;
        _position = end;
        if (end == start)
            return Fault(expected, Found());
        string number = Encoding.ASCII.GetString(_text, start, Math.Min(end - start, LongestNumberShown));
        return Fault(expected, end - start > LongestNumberShown ? number + "..." : number);
    }

    private void Take(char wanted, string expected)
    {
        if (!TryTake(wanted))
            throw Fault(expected, Found());
    }

    private bool TryTake(char wanted)
    {
        SkipSpace();
        if (_position >= _text.Length || _text[_position] != wanted)
            return false;
        _position++;
        return true;
    }

    private void SkipSpace()
    {
        while (_position < _text.Length && (_text[_position] == ' ' || _text[_position] == '\n' || _text[_position] == '\r' || _text[_position] == '\t'))
            _position++;
    }

    private void SkipWord(string word)
    {
        foreach (char letter in word)
        {
            if (_position >= _text.Length || _text[_position] != letter)
                throw Fault($"the word {word}", Found());
            _position++;
        }
    }

    private void SkipNumber()
    {
        SkipIf("-");
        if (!SkipIf("0"))
            SkipDigits("a value");
        if (SkipIf("."))
            SkipDigits("a digit behind the decimal point");
        if (SkipIf("eE"))
        {
            SkipIf("+-");
            SkipDigits("a digit in the exponent");
        }
    }

    private bool SkipIf(string oneOf)
    {
        bool found = _position < _text.Length && oneOf.IndexOf((char)_text[_position]) >= 0;
        if (found)
            _position++;
        return found;
    }

    private void SkipDigits(string expected)
    {
        int start = _position;
        while (_position < _text.Length && IsDigit(_text[_position]))
            _position++;
        if (_position == start)
            throw Fault(expected, Found());
    }

    /// <summary>Reads a text from its beginning that has escapes, or is at fault.</summary>
    private string ReadEscaped(int start)
    {
        var unescaped = new StringBuilder();
        _position = start;
        while (true)
        {
            int unit = _position < _text.Length ? _text[_position] : -1;
            if (unit < ' ')
                throw Fault("a text that ends with a quotation mark and escapes control characters", Found());
            if (unit is '"' or '\\')
                unescaped.Append(Decode(start, _position - start));
            _position++;
            if (unit == '"')
                return unescaped.ToString();
            if (unit == '\\')
            {
                ReadEscape(unescaped);
                start = _position;
            }
        }
    }

    private string Decode(int start, int count)
    {
        try
        {
            return Utf8.GetString(_text, start, count);
        }
        catch (DecoderFallbackException problem)
        {
            throw Fault("texts in UTF-8", $"other bytes before {Position}", problem);
        }
    }

    private void ReadEscape(StringBuilder text)
    {
        int unit = _position < _text.Length ? _text[_position] : -1;
        char plain = unit switch
        {
            '"' or '\\' or '/' => (char)unit,
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => 'u',
            _ => throw Fault("one of \" \\ / b f n r t u behind a backslash", Found()),
        };
        _position++;
        if (unit != 'u')
        {
            text.Append(plain);
            return;
        }
        char first = ReadHex();
        text.Append(first);
        if (!char.IsSurrogate(first))
            return;
        bool paired = char.IsHighSurrogate(first) && SkipIf("\\") && SkipIf("u");
        char second = paired ? ReadHex() : '\0';
        if (!char.IsLowSurrogate(second))
            throw Fault("surrogates in pairs", $"a single one before {Position}");
        text.Append(second);
    }

    private char ReadHex()
    {
        int value = 0;
        for (int digit = 0; digit < 4; digit++)
        {
            int unit = _position < _text.Length ? _text[_position] : -1;
            int nibble = unit switch
            {
                >= '0' and <= '9' => unit - '0',
                >= 'a' and <= 'f' => unit - 'a' + 10,
                >= 'A' and <= 'F' => unit - 'A' + 10,
                _ => throw Fault("four hexadecimal digits behind \\u", Found()),
            };
            value = value * 16 + nibble;
            _position++;
        }
        return (char)value;
    }
}
