using CnnCompiler.Generator.Emit;
using static CnnCompiler.Generator.CSharp;

namespace CnnCompiler.Generator.Kernels;

/// <summary>
/// Tiles of one length laid over a range. Where they do not divide it, the last tile is moved back to end with the range: it computes some
/// values a second time, to the same bits, and there is no second text for a remainder.
/// </summary>
internal readonly record struct TileRange(int Length, int Tile)
{
    public static TileRange Over(int length, int tile) => new(length, Math.Min(length, tile));

    public int Count => (Length + Tile - 1) / Tile;

    private bool Overlaps => Length % Tile != 0;

    /// <summary>Writes the loop whose variable is the start of a tile; nothing where there is one tile.</summary>
    public LoopScope Loop(CodeWriter code, string variable)
    {
        if (Count == 1)
            return new LoopScope(null);
        if (!Overlaps)
            return new LoopScope(code.Block($"for (int {variable} = 0; {variable} < {Literal(Length)}; {(Tile == 1 ? variable + "++" : $"{variable} += {Literal(Tile)}")})"));
        var loop = code.Block($"for (int {variable}Tile = 0; {variable}Tile < {Literal(Count)}; {variable}Tile++)");
        code.Line($"int {variable} = Math.Min({variable}Tile * {Literal(Tile)}, {Literal(Length - Tile)});");
        return new LoopScope(loop);
    }

    /// <summary>Writes the loop over the tiles from <c>begin</c> to before <c>end</c>.</summary>
    public LoopScope SharedLoop(CodeWriter code, string variable)
    {
        var loop = code.Block($"for (int {variable}Tile = begin; {variable}Tile < end; {variable}Tile++)");
        string start = Tile == 1 ? variable + "Tile" : $"{variable}Tile * {Literal(Tile)}";
        code.Line($"int {variable} = {(Overlaps ? $"Math.Min({start}, {Literal(Length - Tile)})" : start)};");
        return new LoopScope(loop);
    }

    /// <summary>The text of the variable times a factor; empty where there is one tile, which begins at 0.</summary>
    public string Offset(string variable, int factor) => Count == 1 ? "" : KernelSite.Scaled(variable, factor);

    /// <summary>The braces of a loop that may not be there.</summary>
    internal readonly struct LoopScope(CodeWriter.Scope? loop) : IDisposable
    {
        public void Dispose() => loop?.Dispose();
    }
}
