namespace CnnCompiler;

/// <summary>The values of the ready-made filters.</summary>
internal static class ReadyFilters
{
    private static readonly FilterKind[] Kinds =
    [
        FilterKind.VerticalEdge, FilterKind.HorizontalEdge, FilterKind.DiagonalEdge, FilterKind.AntidiagonalEdge, FilterKind.Sharpen,
        FilterKind.Blur, FilterKind.Gaussian, FilterKind.SobelVertical, FilterKind.SobelHorizontal, FilterKind.Laplacian,
    ];

    /// <summary>The names as people write them.</summary>
    public static string Names => string.Join(", ", Kinds.Select(kind => $"\"{NameOf(kind)}\""));

    /// <summary>A kind's name as people write it, such as <c>vertical edge</c>.</summary>
    public static string NameOf(FilterKind kind) =>
        string.Concat(kind.ToString().Select((letter, index) => (index > 0 && char.IsUpper(letter) ? " " : "") + char.ToLowerInvariant(letter)));

    /// <summary>The kind of a name: spaces and case do not count, and "edge" may be left out; null where there is none.</summary>
    public static FilterKind? Find(string name)
    {
        string wanted = Plain(name);
        foreach (var kind in Kinds)
            if (Plain(kind.ToString()) == wanted || Plain(kind.ToString()) == wanted + "edge")
                return kind;
        return null;
    }

    /// <summary>The values of a filter on maps, row by row, or null where the kind has no such size.</summary>
    public static float[]? OnMap(FilterKind kind, int size) => kind switch
    {
        FilterKind.Blur => Outer(Mean(size), Mean(size)),
        FilterKind.Gaussian => Outer(Binomial(size), Binomial(size)),
        _ when size != 3 => null,
        FilterKind.VerticalEdge => [-1, 0, 1, -1, 0, 1, -1, 0, 1],
        FilterKind.HorizontalEdge => [-1, -1, -1, 0, 0, 0, 1, 1, 1],
        FilterKind.DiagonalEdge => [0, 1, 1, -1, 0, 1, -1, -1, 0],
        FilterKind.AntidiagonalEdge => [-1, -1, 0, -1, 0, 1, 0, 1, 1],
        FilterKind.Sharpen => [0, -1, 0, -1, 5, -1, 0, -1, 0],
        FilterKind.SobelVertical => [-1, 0, 1, -2, 0, 2, -1, 0, 1],
        FilterKind.SobelHorizontal => [-1, -2, -1, 0, 0, 0, 1, 2, 1],
        FilterKind.Laplacian => [0, 1, 0, 1, -4, 1, 0, 1, 0],
        _ => null,
    };

    /// <summary>The values of a filter on sequences, or null where the kind has none or no such size.</summary>
    public static float[]? OnSequence(FilterKind kind, int size) => kind switch
    {
        FilterKind.Blur => Mean(size),
        FilterKind.Gaussian => Binomial(size),
        _ when size != 3 => null,
        FilterKind.VerticalEdge => [-1, 0, 1],
        FilterKind.Sharpen => [-1, 3, -1],
        FilterKind.Laplacian => [1, -2, 1],
        _ => null,
    };

    private static string Plain(string name) => new([.. name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);

    private static float[] Mean(int size) => [.. Enumerable.Repeat(1f / size, size)];

    private static float[] Binomial(int size)
    {
        double[] row = [1];
        for (int length = 2; length <= size; length++)
            row = [.. Enumerable.Range(0, length).Select(index => ((index > 0 ? row[index - 1] : 0) + (index < length - 1 ? row[index] : 0)) / 2)];
        return [.. row.Select(value => (float)value)];
    }

    private static float[] Outer(float[] down, float[] across) => [.. down.SelectMany(row => across.Select(column => row * column))];
}
