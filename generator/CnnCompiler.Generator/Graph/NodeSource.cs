namespace CnnCompiler.Generator.Graph;

/// <summary>What a node was made from: a layer of the declaration, or a node of a file.</summary>
/// <param name="Position">Its position there.</param>
/// <param name="Kind">The field's name for it, such as <c>Conv2D</c>.</param>
/// <param name="Name">Its own name there.</param>
internal sealed record NodeSource(int Position, string Kind, string Name)
{
    /// <summary>Kind and position, such as <c>Conv2D0</c>.</summary>
    public string Title => Kind + CSharp.Literal(Position);
}
