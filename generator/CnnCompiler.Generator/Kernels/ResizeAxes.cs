using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using CnnCompiler.Generator.Kernels.RowMajor;
using CnnCompiler.Generator.Planning;
using static CnnCompiler.Generator.CSharp;

namespace CnnCompiler.Generator.Kernels;

/// <summary>The rows and columns of a map that is resized; a table is null where an axis stays as it is.</summary>
internal sealed record ResizeAxes(ResizeTable? Rows, ResizeTable? Columns)
{
    /// <summary>The tables of a resized map; null where something else than rows and columns changes, or outputs lie outside of the input.</summary>
    public static ResizeAxes? Of(Node node)
    {
        if (node.Operator is not Resize op || !node.Input.Type.IsMap || node.Input.Type.Rank < 3 || node.Input.IsConstant || node.Input.Type.Length == 0 || node.Output.Type.Length == 0
            || op.Axes.Any(axis => axis.Axis < 2))
            return null;
        int rank = node.Input.Type.Rank;
        var axes = new ResizeAxes(rank == 4 ? Table(2) : null, Table(rank - 1));
        return axes is { Rows.HasOutside: true } or { Columns.HasOutside: true } ? null : axes;

        ResizeTable? Table(int axis) =>
            op.Axes.FirstOrDefault(candidate => candidate.Axis == axis) is { } resized ? ResizeTable.Of(op, resized, node.Input.Type.Shape[axis]) : null;
    }

    /// <summary>Writes the tables as data of the assembly: the places as steps in memory.</summary>
    /// <param name="site">The place to write.</param>
    /// <param name="pixelStride">From one pixel to the next in the rows that the columns are taken from.</param>
    public void Write(KernelSite site, int pixelStride)
    {
        Write(site, "row", Rows, site.Input.RowStride);
        Write(site, "column", Columns, pixelStride);
    }

    /// <summary>The text of the step to a pixel that an output is made of.</summary>
    public static string Place(string axis, string index) => $"Unsafe.Add(ref {axis}Places, {index})";

    /// <summary>The text of its weight.</summary>
    public static string Weight(string axis, string index) => $"Unsafe.Add(ref {axis}Weights, {index})";

    private static void Write(KernelSite site, string axis, ResizeTable? table, int stride)
    {
        if (table is null)
            return;
        WriteTable(site, $"{axis}Places", "int", table.Places.Select(place => Literal(place * stride)));
        if (table.Taps > 1)
            WriteTable(site, $"{axis}Weights", "float", table.Weights.Select(weight => Literal((float)weight)));
    }

    private static void WriteTable(KernelSite site, string name, string type, IEnumerable<string> values) =>
        site.Code.Line($"ref {type} {name} = ref MemoryMarshal.GetReference((ReadOnlySpan<{type}>)[{string.Join(", ", values)}]);");
}
