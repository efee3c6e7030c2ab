using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;

namespace CnnCompiler.Generator.Onnx.Importers;

/// <summary>Parts of a tensor, and a tensor as a part.</summary>
internal static class Selections
{
    public static void Register(OperatorTable table)
    {
        table.Add("Slice", Slice);
        table.AddAll("Split", Split);
        table.Add("Pad", Pad);
        table.Add("Gather", site => site.Add(new Gather(ImportSite.Axis(site.Integer("axis", 0), site.Input(0).Type.Rank)), site.Input(0), Indices(site)));
        table.Add("GatherElements", site => site.Add(
            new GatherElements(ImportSite.Axis(site.Integer("axis", 0), site.Input(0).Type.Rank)), site.Input(0), Indices(site)));
        table.AddAll("TopK", TopK);
        table.Add("ArgMax", site => Extreme(site, smallest: false));
        table.Add("ArgMin", site => Extreme(site, smallest: true));
        table.Add("CumSum", site => site.Add(
            new CumulativeSum(ImportSite.Axis(site.Integer(1, "axis"), site.Input(0).Type.Rank), site.Flag("exclusive"), site.Flag("reverse")), site.Input(0)));
    }

    /// <summary>The second operand, which must be whole numbers.</summary>
    public static Value Indices(ImportSite site) => site.Input(1) is { Type.Element: ElementType.Int32 or ElementType.Int64 } indices ? indices
        : throw new OnnxException($"expected whole numbers as indices; found {site.Input(1).Type}");

    private static Value Slice(ImportSite site)
    {
        var x = site.Input(0);
        int rank = x.Type.Rank;
        bool inAttributes = site.Opset < 10;
        IReadOnlyList<long> first = inAttributes ? site.List("starts") ?? [] : site.Integers(1, "starts");
        IReadOnlyList<long> end = inAttributes ? site.List("ends") ?? [] : site.Integers(2, "ends");
        IReadOnlyList<long> axes = (inAttributes ? site.List("axes") : site.OptionalIntegers(3, "axes")) ?? [.. Enumerable.Range(0, first.Count).Select(axis => (long)axis)];
        IReadOnlyList<long> steps = (inAttributes ? null : site.OptionalIntegers(4, "steps")) ?? [.. first.Select(_ => 1L)];
        if (end.Count != first.Count || axes.Count != first.Count || steps.Count != first.Count)
            throw new OnnxException(FormattableString.Invariant(
                $"expected as many ends, axes and steps as starts; found {first.Count} starts, {end.Count} ends, {axes.Count} axes, {steps.Count} steps"));
        int[] starts = new int[rank];
        int[] strides = [.. Enumerable.Repeat(1, rank)];
        int[] lengths = [.. x.Type.Shape];
        ImportSite.Axes(axes, rank);
        for (int index = 0; index < first.Count; index++)
        {
            int axis = ImportSite.Axis(axes[index], rank);
            (starts[axis], strides[axis], lengths[axis]) = Cut(first[index], end[index], steps[index], x.Type.Shape[axis]);
        }
        return site.Add(new Slice(starts.ToEquatableArray(), strides.ToEquatableArray(), lengths.ToEquatableArray()), x);
    }

    /// <summary>The first element, the step and the number of elements of a slice, as NumPy has it.</summary>
    private static (int Start, int Step, int Count) Cut(long start, long end, long step, int length)
    {
        if (step == 0)
            throw new OnnxException("expected steps other than 0; found 0");
        long least = step > 0 ? 0 : -1;
        long most = step > 0 ? length : length - 1L;
        long from = Clamp(start, 0, most);
        long to = Clamp(end, least, most);
        if (length == 0 || (step > 0 ? from >= to : from <= to))
            return (0, 1, 0);
        // A step beyond the end takes one element, and any step serves.
        if (step > length || step < -length)
            return ((int)from, 1, 1);
        long count = step > 0 ? (to - from + step - 1) / step : (from - to - step - 1) / -step;
        return ((int)from, (int)step, (int)count);

        long Clamp(long place, long low, long high) => Math.Max(low, Math.Min(high, place < 0 ? place + length : place));
    }

    private static IReadOnlyList<Value> Split(ImportSite site)
    {
        var x = site.Input(0);
        int axis = ImportSite.Axis(site.Integer("axis", 0), x.Type.Rank);
        int length = x.Type.Shape[axis];
        IReadOnlyList<long>? given = site.Opset < 13 ? site.List("split") : site.OptionalIntegers(1, "split");
        if (given is not null)
            return site.AddAll(new Split(axis, Shapes.Lengths(given).ToEquatableArray()), x);
        int count = site.OutputCount;
        if (count == 0 || (site.Has("num_outputs") && site.Integer("num_outputs") != count))
            throw new OnnxException(FormattableString.Invariant($"expected num_outputs to be the number of outputs, {count}"));
        if (site.Opset < 18 && length % count != 0)
            throw new OnnxException(FormattableString.Invariant($"expected a length that {count} outputs divide; found {length}"));
        int piece = (length + count - 1) / count;
        return site.AddAll(new Split(axis, Enumerable.Range(0, count).Select(index => Math.Max(0, Math.Min(piece, length - index * piece))).ToEquatableArray()), x);
    }

    private static Value Pad(ImportSite site)
    {
        var x = site.Input(0);
        int rank = x.Type.Rank;
        var mode = site.Choice("mode", "constant", "constant", "reflect", "edge", "wrap") switch
        {
            "reflect" => PadMode.Reflect,
            "edge" => PadMode.Edge,
            "wrap" => PadMode.Wrap,
            _ => PadMode.Constant,
        };
        bool inAttributes = site.Opset < 11;
        IReadOnlyList<long> pads = inAttributes ? site.List("pads") ?? site.List("paddings") ?? throw new OnnxException("expected the attribute pads; found none") : site.Integers(1, "pads");
        var axes = site.OptionalIntegers(3, "axes") is { } given ? [.. given.Select(axis => ImportSite.Axis(axis, rank))] : Enumerable.Range(0, rank).ToArray();
        if (pads.Count != 2 * axes.Length)
            throw new OnnxException(FormattableString.Invariant($"expected {2 * axes.Length} pads; found {pads.Count}"));
        int[] before = new int[rank], after = new int[rank];
        for (int index = 0; index < axes.Length; index++)
            (before[axes[index]], after[axes[index]]) = (ImportSite.Small(pads[index], "pads"), ImportSite.Small(pads[axes.Length + index], "pads"));
        var op = new Pad(before.ToEquatableArray(), after.ToEquatableArray(), mode);
        if (mode != PadMode.Constant)
            return site.Add(op, x);
        if (inAttributes)
            return site.Number("value", 0) is not 0 and var value ? site.Add(op, x, ImportSite.Scalar(x.Type.Element, value)) : site.Add(op, x);
        if (site.Optional(2) is not { } fill)
            return site.Add(op, x);
        if (fill.Type.Length != 1 || fill.Type.Element != x.Type.Element)
            throw new OnnxException($"expected one value of the type of {x.Type} to pad with; found {fill.Type}");
        return site.Add(op, x, fill);
    }

    private static IReadOnlyList<Value> TopK(ImportSite site)
    {
        var x = site.Input(0);
        long count = site.Opset < 10 ? site.Integer("k") : site.Integer(1, "k");
        return site.AddAll(
            new TopK(ImportSite.Axis(site.Integer("axis", -1), x.Type.Rank), ImportSite.Small(count, "k", 0), site.Flag("largest", fallback: true)), x);
    }

    private static Value Extreme(ImportSite site, bool smallest)
    {
        var x = site.Input(0);
        return site.Add(
            new ArgReduce(ImportSite.Axis(site.Integer("axis", 0), x.Type.Rank), site.Flag("keepdims", fallback: true), smallest, site.Flag("select_last_index")), x);
    }
}
