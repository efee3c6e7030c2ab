using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;

namespace CnnCompiler.Generator.Onnx.Importers;

/// <summary>Elements and slices at places that indices name.</summary>
internal static class Scatterings
{
    public static void Register(OperatorTable table)
    {
        table.Add("ScatterElements", Elements);
        table.Add("Scatter", Elements);
        table.Add("ScatterND", site => site.Add(new ScatterSlices(Reduction(site)), site.Input(0), Selections.Indices(site), site.Input(2)));
        table.Add("GatherND", site => site.Add(new GatherSlices(ImportSite.Small(site.Integer("batch_dims", 0), "batch_dims", 0)), site.Input(0), Selections.Indices(site)));
        table.Add("ReverseSequence", Reverse);
        table.Add("Compress", Compress);
        table.Add("Trilu", Triangle);
    }

    private static Value Elements(ImportSite site) => site.Add(
        new ScatterElements(ImportSite.Axis(site.Integer("axis", 0), site.Input(0).Type.Rank), Reduction(site)), site.Input(0), Selections.Indices(site), site.Input(2));

    private static Scattering Reduction(ImportSite site) => site.Input(0).Type.Element == ElementType.Boolean && site.Text("reduction", "none") != "none"
        ? throw new UnsupportedException("its reduction is not computed for bool")
        : site.Choice("reduction", "none", "none", "add", "mul", "min", "max") switch
    {
        "add" => Scattering.Add,
        "mul" => Scattering.Multiply,
        "min" => Scattering.Minimum,
        "max" => Scattering.Maximum,
        _ => Scattering.None,
    };

    private static Value Reverse(ImportSite site)
    {
        long time = site.Integer("time_axis", 0), batch = site.Integer("batch_axis", 1);
        if ((time, batch) is not ((0, 1) or (1, 0)))
            throw new OnnxException(FormattableString.Invariant($"expected time_axis and batch_axis to be 0 and 1; found {time} and {batch}"));
        return site.Add(new ReverseSequence(time == 0), site.Input(0), site.Input(1));
    }

    /// <summary>The slices whose condition holds; how many, the condition must tell at compile time.</summary>
    private static Value Compress(ImportSite site)
    {
        var x = site.Input(0);
        double[] condition = site.Numbers(1, "condition");
        if (!site.Has("axis"))
            x = site.Reshape(x, x.Type.Length);
        int axis = site.Has("axis") ? ImportSite.Axis(site.Integer("axis"), x.Type.Rank) : 0;
        if (condition.Length > x.Type.Shape[axis])
            throw new OnnxException(FormattableString.Invariant($"expected at most {x.Type.Shape[axis]} conditions for {x.Type}; found {condition.Length}"));
        long[] kept = [.. Enumerable.Range(0, condition.Length).Where(index => condition[index] != 0).Select(index => (long)index)];
        return site.Add(new Gather(axis), x, ImportSite.Literal(ConstantTensor.Of(kept, kept.Length)));
    }

    /// <summary>A matrix above or below a diagonal, elsewhere zero.</summary>
    private static Value Triangle(ImportSite site)
    {
        var x = site.Input(0);
        if (x.Type.Rank < 2)
            throw new OnnxException($"expected matrices; found {x.Type}");
        bool upper = site.Flag("upper", fallback: true);
        long diagonal = site.Optional(1) is { Type.Length: > 0 } ? site.Integer(1, "k") : 0;
        int rows = x.Type.Shape[x.Type.Rank - 2], columns = x.Type.Shape[x.Type.Rank - 1];
        if ((long)rows * columns > Weights.LiteralTensor.MaxLength)
            throw new UnsupportedException(FormattableString.Invariant($"matrices of {rows} x {columns} are too large"));
        bool[] kept = [.. Enumerable.Range(0, rows * columns).Select(index => upper ? index % columns - index / columns >= diagonal : index % columns - index / columns <= diagonal)];
        return site.Add(new Pointwise(PointwiseFunction.Where), ImportSite.Literal(ConstantTensor.Of(kept, rows, columns)), x, ImportSite.Scalar(x.Type.Element, 0));
    }
}
