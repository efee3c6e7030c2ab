namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>What a node does, without its operands. Two operators with equal settings are equal.</summary>
internal abstract record Operator
{
    /// <summary>The type of the first output.</summary>
    public abstract TensorType Infer(IReadOnlyList<TensorType> inputs);

    /// <summary>The types of all outputs; most operators have one.</summary>
    public virtual IReadOnlyList<TensorType> InferAll(IReadOnlyList<TensorType> inputs) => [Infer(inputs)];

    /// <summary>The operator with its settings, as the printed graph shows it.</summary>
    public abstract string Describe();

    public sealed override string ToString() => Describe();

    /// <summary>A window's settings, without those that do nothing.</summary>
    protected static string Describe(WindowGeometry rows, WindowGeometry columns)
    {
        string text = FormattableString.Invariant($"{rows.Kernel}x{columns.Kernel}");
        if (rows.Stride != 1 || columns.Stride != 1)
            text += FormattableString.Invariant($" stride {rows.Stride}x{columns.Stride}");
        if (rows.Dilation != 1 || columns.Dilation != 1)
            text += FormattableString.Invariant($" dilation {rows.Dilation}x{columns.Dilation}");
        if (rows.PadBefore + rows.PadAfter + columns.PadBefore + columns.PadAfter != 0)
            text += FormattableString.Invariant($" pads {rows.PadBefore},{columns.PadBefore},{rows.PadAfter},{columns.PadAfter}");
        return text;
    }

    protected static TensorType Slide(TensorType input, int channels, WindowGeometry rows, WindowGeometry columns) =>
        input.WithMap(channels, rows.OutputLength(input.Height), columns.OutputLength(input.Width));
}
