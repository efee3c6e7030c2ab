using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;

namespace CnnCompiler.Generator.Onnx.Importers;

/// <summary>The same values under other axes or in another order.</summary>
internal static class Shapes
{
    public static void Register(OperatorTable table)
    {
        table.Add("Reshape", Reshape);
        table.Add("Flatten", Flatten);
        table.Add("Squeeze", Squeeze);
        table.Add("Unsqueeze", Unsqueeze);
        table.Add("Transpose", Transpose);
        table.Add("Expand", Expand);
        table.Add("Tile", Tile);
        table.Add("Concat", Concat);
        table.Add("DepthToSpace", site => site.Add(
            new DepthToSpace(ImportSite.Small(site.Integer("blocksize"), "blocksize", 1), site.Choice("mode", "DCR", "DCR", "CRD") == "DCR"), site.Input(0)));
        table.Add("SpaceToDepth", site => site.Add(new SpaceToDepth(ImportSite.Small(site.Integer("blocksize"), "blocksize", 1)), site.Input(0)));
    }

    /// <summary>The lengths of a shape, each of them sensible.</summary>
    public static int[] Lengths(IEnumerable<long> shape) => [.. shape.Select(length => ImportSite.Small(length, "a length of a shape", 0))];

    private static Value Reshape(ImportSite site)
    {
        var x = site.Input(0);
        long[] wanted = [.. site.Opset < 5 ? site.List("shape") ?? [] : site.Integers(1, "shape")];
        bool keepsZero = site.Flag("allowzero");
        for (int axis = 0; axis < wanted.Length; axis++)
            if (wanted[axis] == 0 && !keepsZero)
                wanted[axis] = axis < x.Type.Rank ? x.Type.Shape[axis]
                    : throw new OnnxException(FormattableString.Invariant($"expected an axis {axis} to copy the length of; found {x.Type}"));
        int open = Array.IndexOf(wanted, -1);
        if (open >= 0)
        {
            wanted[open] = 1;
            long rest = wanted.Aggregate(1L, (product, length) => checked(product * length));
            wanted[open] = rest > 0 && x.Type.Length % rest == 0 ? x.Type.Length / rest
                : throw new OnnxException($"expected lengths that divide the {x.Type.Length} values of {x.Type}; found {string.Join(", ", wanted)} with axis {open} open");
        }
        return site.Reshape(x, Lengths(wanted));
    }

    private static Value Flatten(ImportSite site)
    {
        var x = site.Input(0);
        long given = site.Integer("axis", 1);
        int axis = given == x.Type.Rank ? x.Type.Rank : ImportSite.Axis(given, x.Type.Rank);
        return site.Reshape(x, [Product(x.Type.Shape.Take(axis)), Product(x.Type.Shape.Skip(axis))]);
    }

    private static Value Squeeze(ImportSite site)
    {
        var x = site.Input(0);
        int rank = x.Type.Rank;
        IReadOnlyList<long>? given = site.Opset < 13 ? site.List("axes") : site.OptionalIntegers(1, "axes");
        int[] axes = given is null ? [.. Enumerable.Range(0, rank).Where(axis => x.Type.Shape[axis] == 1)] : ImportSite.Axes(given, rank);
        if (axes.Any(axis => x.Type.Shape[axis] != 1))
            throw new OnnxException($"expected axes of length 1 to take away; found {string.Join(", ", axes)} of {x.Type}");
        return site.Reshape(x, [.. x.Type.Shape.Where((_, axis) => !axes.Contains(axis))]);
    }

    private static Value Unsqueeze(ImportSite site)
    {
        var x = site.Input(0);
        IReadOnlyList<long> given = site.Opset < 13 ? site.List("axes") ?? throw new OnnxException("expected the attribute axes; found none") : site.Integers(1, "axes");
        int rank = x.Type.Rank + given.Count;
        int[] axes = ImportSite.Axes(given, rank);
        var rest = new Queue<int>(x.Type.Shape);
        return site.Reshape(x, [.. Enumerable.Range(0, rank).Select(axis => axes.Contains(axis) ? 1 : rest.Dequeue())]);
    }

    private static Value Transpose(ImportSite site)
    {
        var x = site.Input(0);
        int[] order = site.List("perm") is { } given
            ? [.. given.Select(axis => ImportSite.Axis(axis, x.Type.Rank))]
            : [.. Enumerable.Range(0, x.Type.Rank).Reverse()];
        return site.Add(new Transpose(order.ToEquatableArray()), x);
    }

    private static Value Expand(ImportSite site)
    {
        var x = site.Input(0);
        int[] wanted = Lengths(site.Integers(1, "shape"));
        return site.Add(new Expand(Broadcasting.Shape([x.Type, new TensorType(x.Type.Element, wanted)]).ToEquatableArray()), x);
    }

    private static Value Tile(ImportSite site) => site.Add(new Tile(Lengths(site.Integers(1, "repeats")).ToEquatableArray()), site.Input(0));

    private static Value Concat(ImportSite site)
    {
        var operands = site.Inputs();
        if (operands.Any(operand => operand.Type.Element != operands[0].Type.Element))
            throw new OnnxException($"expected operands of one type; found {string.Join(", ", operands.Select(operand => operand.Type))}");
        int axis = ImportSite.Axis(site.Opset < 4 ? site.Integer("axis", 1) : site.Integer("axis"), operands[0].Type.Rank);
        return site.Add(new Concat(axis), operands);
    }

    private static int Product(IEnumerable<int> lengths) => lengths.Aggregate(1, (product, length) => checked(product * length));
}
