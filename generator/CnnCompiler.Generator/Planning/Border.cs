namespace CnnCompiler.Generator.Planning;

/// <summary>Rows and columns of zeros that lie around a map in memory, so that a kernel's window may step over the map's edge.</summary>
internal readonly record struct Border(int Top, int Left, int Bottom, int Right)
{
    public bool IsEmpty => Top + Left + Bottom + Right == 0;

    /// <summary>The smallest border that has room for both.</summary>
    public Border Union(Border other) =>
        new(Math.Max(Top, other.Top), Math.Max(Left, other.Left), Math.Max(Bottom, other.Bottom), Math.Max(Right, other.Right));
}
