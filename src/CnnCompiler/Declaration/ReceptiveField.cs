namespace CnnCompiler;

/// <summary>
/// The region of the net's input that one value of a layer sees, and how far apart the regions of two neighbours lie, in input pixels.
/// </summary>
/// <param name="Height">Rows seen.</param>
/// <param name="Width">Columns seen.</param>
/// <param name="StepHeight">Rows between the regions of two vertical neighbours.</param>
/// <param name="StepWidth">Columns between the regions of two horizontal neighbours.</param>
/// <remarks>The recurrence is that of Araujo, Norris and Sim, "Computing Receptive Fields of Convolutional Neural Networks", Distill 2019.</remarks>
public readonly record struct ReceptiveField(long Height, long Width, long StepHeight, long StepWidth)
{
    /// <summary>The input itself: every pixel sees itself.</summary>
    public static ReceptiveField OfInput => new(1, 1, 1, 1);

    /// <summary>The field behind a window that slides over this one.</summary>
    internal ReceptiveField Slide(WindowGeometry rows, WindowGeometry columns) => new(
        Height + (rows.Extent - 1L) * StepHeight,
        Width + (columns.Extent - 1L) * StepWidth,
        StepHeight * rows.Stride,
        StepWidth * columns.Stride);

    /// <summary>The field of a sum: the larger of two, as both regions have one centre.</summary>
    internal ReceptiveField Join(ReceptiveField other) => new(
        Math.Max(Height, other.Height), Math.Max(Width, other.Width), Math.Max(StepHeight, other.StepHeight), Math.Max(StepWidth, other.StepWidth));

    /// <summary>The region as people write it: <c>5x5</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{Height}x{Width}");
}
