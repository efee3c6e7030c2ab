using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;

namespace CnnCompiler.Generator.Onnx.Importers;

/// <summary>Constants, and what becomes one because shapes are static.</summary>
internal static class Constants
{
    /// <summary>The most elements of a constant that is made up here.</summary>
    private const int MostElements = 1 << 16;

    public static void Register(OperatorTable table)
    {
        table.Add("Constant", Constant);
        table.Add("ConstantOfShape", OfShape);
        table.Add("Identity", site => site.Add(new Pointwise(PointwiseFunction.Identity), site.Input(0)));
        table.Add("Shape", Shape);
        table.Add("Size", site => ImportSite.Literal(ConstantTensor.Of([(long)site.Input(0).Type.Length])));
        table.Add("Range", Range);
        table.Add("EyeLike", EyeLike);
        table.Add("OneHot", OneHot);
        table.Add("NonZero", NonZero);
    }

    private static Value Constant(ImportSite site)
    {
        if (site.Tensor("value") is { } tensor)
            return site.Stored(site.Node.Outputs.FirstOrDefault() ?? "", tensor);
        if (site.Has("value_float"))
            return ImportSite.Literal(ConstantTensor.Of([site.Number("value_float", 0)]));
        if (site.Floats("value_floats") is { } floats)
            return ImportSite.Literal(ConstantTensor.Of([.. floats], Length(floats.Count)));
        if (site.Has("value_int"))
            return ImportSite.Literal(ConstantTensor.Of([site.Integer("value_int")]));
        if (site.List("value_ints") is { } integers)
            return ImportSite.Literal(ConstantTensor.Of([.. integers], Length(integers.Count)));
        throw new UnsupportedException("only constants that are tensors or numbers can be read");
    }

    private static Value OfShape(ImportSite site)
    {
        int[] shape = Shapes.Lengths(site.Integers(0, "shape"));
        var one = site.Tensor("value") is { } tensor ? site.Known(site.Stored("", tensor))! : ConstantTensor.Of([0f]);
        if (one.Values.Length != 1)
            throw new OnnxException($"expected one number as value; found {one.Type}");
        GraphImporter.RequireSensible(new TensorType(one.Type.Element, shape));
        return site.Add(new Expand(shape.ToEquatableArray()), ImportSite.Literal(ConstantTensor.Of(new TensorType(one.Type.Element), one.Values)));
    }

    private static Value Shape(ImportSite site)
    {
        var shape = site.Input(0).Type.Shape;
        int first = Bound(site.Integer("start", 0));
        int last = Bound(site.Integer("end", shape.Count));
        long[] lengths = [.. shape.Skip(first).Take(Math.Max(0, last - first)).Select(length => (long)length)];
        return ImportSite.Literal(ConstantTensor.Of(lengths, lengths.Length));

        int Bound(long place) => (int)Math.Max(0, Math.Min(shape.Count, place < 0 ? place + shape.Count : place));
    }

    private static Value Range(ImportSite site)
    {
        double start = Single(0, "start"), limit = Single(1, "limit"), delta = Single(2, "delta");
        double count = delta == 0 ? double.NaN : Math.Max(0, Math.Ceiling((limit - start) / delta));
        if (!(count <= MostElements))
            throw new UnsupportedException(FormattableString.Invariant($"a range from {start} to {limit} by {delta} is not made at compile time"));
        var type = new TensorType(site.Input(0).Type.Element, (int)count);
        return ImportSite.Literal(Passes.ConstantPointwise.Of(type, [.. Enumerable.Range(0, (int)count).Select(index => start + index * delta)]));

        double Single(int index, string what) => site.Numbers(index, what) is [var number] ? number
            : throw new OnnxException($"expected one number as {what}; found {site.Input(index).Type}");
    }

    private static Value EyeLike(ImportSite site)
    {
        var input = site.Input(0).Type;
        if (input.Rank != 2)
            throw new OnnxException($"expected a matrix; found {input}");
        if (input.Length > MostElements)
            throw new UnsupportedException($"an identity matrix like {input} is too large to be a constant");
        var element = site.Has("dtype") ? Arithmetic.Target(site.Integer("dtype")) : input.Element;
        long shift = site.Integer("k", 0);
        double[] values = [.. Enumerable.Range(0, input.Length).Select(index => index % input.Shape[1] - (long)(index / input.Shape[1]) == shift ? 1.0 : 0.0)];
        return ImportSite.Literal(Passes.ConstantPointwise.Of(new TensorType(element, [.. input.Shape]), values));
    }

    /// <summary>Where the index equals the place along the new axis stands one value, elsewhere the other.</summary>
    private static Value OneHot(ImportSite site)
    {
        var indices = site.Input(0);
        int depth = ImportSite.Small((long)site.Numbers(1, "depth").FirstOrDefault(), "depth", 1);
        if (depth > MostElements)
            throw new UnsupportedException(FormattableString.Invariant($"a depth of {depth} is too large"));
        int rank = indices.Type.Rank + 1;
        int axis = ImportSite.Axis(site.Integer("axis", -1), rank);
        var element = indices.Type.Element;
        var places = Passes.ConstantPointwise.Of(
            new TensorType(element, [.. Enumerable.Range(0, rank).Select(at => at == axis ? depth : 1)]), [.. Enumerable.Range(0, depth).Select(place => (double)place)]);
        var shaped = site.Reshape(indices, [.. indices.Type.Shape.Take(axis), 1, .. indices.Type.Shape.Skip(axis)]);
        // An index outside of -depth..depth-1 stands for no place at all, so only the negative ones inside are moved.
        var moved = Apply(PointwiseFunction.Add, shaped, ImportSite.Scalar(element, depth));
        var counted = Apply(PointwiseFunction.Where, Apply(PointwiseFunction.Less, shaped, ImportSite.Scalar(element, 0)), moved, shaped);
        var values = site.Input(2);
        var (off, on) = (Pick(0), Pick(1));
        return Apply(PointwiseFunction.Where, Apply(PointwiseFunction.Equal, counted, ImportSite.Literal(places)), on, off);

        Value Apply(PointwiseFunction function, params Value[] operands) => site.Add(new Pointwise(function), operands);
        Value Pick(int place) => site.Add(new Slice(EquatableArray.Of(place), EquatableArray.Of(1), EquatableArray.Of(1)), values);
    }

    private static Value NonZero(ImportSite site)
    {
        var constant = site.Constant(0, "operand");
        double[] values = constant.Doubles();
        int[] found = [.. Enumerable.Range(0, values.Length).Where(index => values[index] != 0)];
        int[] strides = Passes.TensorIndices.Strides(constant.Type.Shape);
        long[] places = [.. strides.SelectMany((stride, axis) => found.Select(index => (long)(index / stride % constant.Type.Shape[axis])))];
        return ImportSite.Literal(ConstantTensor.Of(places, strides.Length, found.Length));
    }

    private static int Length(int count) => count <= MostElements ? count
        : throw new UnsupportedException(FormattableString.Invariant($"a constant of {count} numbers in an attribute is too large"));
}
