using CnnCompiler.Generator.Emit;
using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using static CnnCompiler.Generator.CSharp;

namespace CnnCompiler.Generator.Kernels.RowMajor;

/// <summary>A tensor at another resolution, by tables of pixels and weights for each axis.</summary>
internal sealed class ResizeLoops : RowMajorStrategy
{
    public override bool Fits(Node node) => node.Operator is Resize;

    public override string Reason(Node node) => "pixels and weights come from tables, one for each axis";

    public override void Write(KernelSite site)
    {
        var (code, op, input, output) = (site.Code, (Resize)site.Node.Operator, site.Node.Input.Type, site.Node.Output.Type);
        if (output.Length == 0)
            return;
        ResizeTable?[] tables = new ResizeTable?[input.Rank];
        foreach (var axis in op.Axes)
            tables[axis.Axis] = ResizeTable.Of(op, axis, input.Shape[axis.Axis]);
        int[] repeats = [.. tables.Select((table, axis) => table is null ? 1 : table.RepeatsOf(input.Shape[axis]))];
        if (repeats.All(factor => factor > 0))
            WriteRepeats(code, input.Shape, repeats);
        else
            WriteTables(code, op, input, output, tables);
    }

    private static void WriteRepeats(CodeWriter code, IReadOnlyList<int> shape, int[] repeats)
    {
        int[] strides = Strides.Of(shape);
        StridedCopy.Gather([.. shape.SelectMany((length, axis) => new[] { length, repeats[axis] })], [.. strides.SelectMany(stride => new[] { stride, 0 })])
            .Write(code);
    }

    private static void WriteTables(CodeWriter code, Resize op, TensorType input, TensorType output, ResizeTable?[] tables)
    {
        var axes = Merge(input, output, tables);
        int[] source = Strides.Of([.. axes.Select(axis => axis.Length)]);
        int[] target = Strides.Of([.. axes.Select(axis => axis.Resized)]);
        for (int axis = 0; axis < axes.Count; axis++)
            if (axes[axis].Table is { } table)
            {
                code.Line($"ReadOnlySpan<int> places{Literal(axis)} = [{string.Join(", ", table.Places.Select(Literal))}];");
                if (table.Taps > 1)
                    code.Line($"ReadOnlySpan<float> weights{Literal(axis)} = [{string.Join(", ", table.Weights.Select(weight => Literal((float)weight)))}];");
            }

        string type = output.Element.CSharpName();
        string result = Elements.At("output0", Elements.Sum([.. axes.Select(
            (axis, index) => axis.Resized == 1 ? "" : Elements.Times("i" + Literal(index), target[index]))]));
        var scopes = new Stack<CodeWriter.Scope>();
        for (int axis = 0; axis < axes.Count; axis++)
            scopes.Push(code.Loop("i" + Literal(axis), axes[axis].Resized, keep: axes[axis].Table is not null));
        string[] outside = [.. axes.Select((axis, index) => axis.Table is { HasOutside: true } table
            ? $"places{Literal(index)}[{Elements.Times("i" + Literal(index), table.Taps)}] < 0" : "")
            .Where(condition => condition.Length > 0)];
        if (outside.Length > 0)
            using (code.Block($"if ({string.Join(" || ", outside)})"))
            {
                code.Line($"{result} = {Numbers.Literal(output.Element, op.ExtrapolationValue)};");
                code.Line("continue;");
            }
        WritePixel(code, axes, source, type, result);
        while (scopes.Count > 0)
            scopes.Pop().Dispose();
    }

    private static void WritePixel(CodeWriter code, IReadOnlyList<Axis> axes, int[] source, string type, string result)
    {
        int[] weighted = [.. Enumerable.Range(0, axes.Count).Where(axis => axes[axis].Table is { Taps: > 1 })];
        string element = Elements.At("input0", Elements.Sum([.. axes.Select((axis, index) =>
        {
            string number = Literal(index);
            string place = axis.Table is null ? axis.Length == 1 ? "" : "i" + number
                : axis.Table.Taps == 1 ? $"places{number}[i{number}]"
                : $"places{number}[{Tap(axes, index)}]";
            return place.Length == 0 ? "" : Elements.Times(place, source[index]);
        })]));
        if (weighted.Length == 0)
        {
            code.Line($"{result} = {element};");
            return;
        }
        code.Line("double sum = 0;");
        var scopes = new Stack<CodeWriter.Scope>();
        foreach (int axis in weighted)
            scopes.Push(code.Block($"for (int t{Literal(axis)} = 0; t{Literal(axis)} < {Literal(axes[axis].Table!.Taps)}; t{Literal(axis)}++)"));
        string weight = string.Join(" * ", weighted.Select(axis => $"weights{Literal(axis)}[{Tap(axes, axis)}]"));
        code.Line($"sum += {(weighted.Length > 1 ? "(double)" : "")}{weight} * {element};");
        while (scopes.Count > 0)
            scopes.Pop().Dispose();
        code.Line($"{result} = ({type})sum;");
    }

    private static string Tap(IReadOnlyList<Axis> axes, int axis) => $"i{Literal(axis)} * {Literal(axes[axis].Table!.Taps)} + t{Literal(axis)}";

    /// <summary>Neighbouring axes that stay as they are become one.</summary>
    private static List<Axis> Merge(TensorType input, TensorType output, ResizeTable?[] tables)
    {
        var axes = new List<Axis>();
        for (int axis = 0; axis < input.Rank; axis++)
            if (tables[axis] is null && axes.Count > 0 && axes[axes.Count - 1] is { Table: null } last)
                axes[axes.Count - 1] = new Axis(last.Length * input.Shape[axis], last.Resized * input.Shape[axis], null);
            else
                axes.Add(new Axis(input.Shape[axis], output.Shape[axis], tables[axis]));
        return axes;
    }

    private sealed record Axis(int Length, int Resized, ResizeTable? Table);
}
