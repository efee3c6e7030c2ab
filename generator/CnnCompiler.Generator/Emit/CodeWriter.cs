using System.Text;

namespace CnnCompiler.Generator.Emit;

/// <summary>Text with indentation, lines ending in a line feed on every machine.</summary>
internal sealed class CodeWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;

    public CodeWriter Line(string line = "")
    {
        if (line.Length > 0)
            _text.Append(' ', _depth * 4).Append(line);
        _text.Append('\n');
        return this;
    }

    /// <summary>A line, then an indented block in braces until the result is disposed of.</summary>
    public Scope Block(string header)
    {
        Line(header);
        return Block();
    }

    /// <summary>An indented block in braces until the result is disposed of.</summary>
    public Scope Block() => Block("{", "}");

    /// <summary>An indented block between two lines, the second written when the result is disposed of.</summary>
    public Scope Block(string start, string end)
    {
        Line(start);
        _depth++;
        return new Scope(this, end);
    }

    /// <summary>A loop over constant bounds, or nothing around the block where it would run once.</summary>
    public Scope Loop(string variable, int count, string step = "", bool keep = false)
    {
        if (count == 1 && !keep)
            return new Scope(this, null);
        return Block($"for (int {variable} = 0; {variable} < {CSharp.Literal(count)}; {(step.Length > 0 ? step : variable + "++")})");
    }

    /// <summary>Indented lines until the result is disposed of.</summary>
    public Scope Indent()
    {
        _depth++;
        return new Scope(this, "");
    }

    public override string ToString() => _text.ToString();

    /// <summary>Ends a block when disposed of.</summary>
    internal readonly struct Scope(CodeWriter writer, string? end) : IDisposable
    {
        public void Dispose()
        {
            if (end is null)
                return;
            writer._depth--;
            if (end.Length > 0)
                writer.Line(end);
        }
    }
}
