using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;

namespace CnnCompiler.Generator.Onnx.Importers;

/// <summary>Sampling at places that are computed: grids, regions, moved taps; and the inverses of pooling and of cutting windows out.</summary>
internal static class Regions
{
    public static void Register(OperatorTable table)
    {
        table.Add("GridSample", Grid);
        table.Add("AffineGrid", Affine);
        table.Add("RoiAlign", Align);
        table.Add("MaxRoiPool", Pool);
        table.Add("MaxUnpool", Unpool);
        table.Add("DeformConv", Deform);
        table.Add("Col2Im", AddColumns);
        table.Add("CenterCropPad", Center);
    }

    private static Value Grid(ImportSite site)
    {
        var interpolation = site.Choice("mode", "linear", "linear", "bilinear", "nearest", "cubic", "bicubic") switch
        {
            "nearest" => GridInterpolationKind.Nearest,
            "cubic" or "bicubic" => GridInterpolationKind.Cubic,
            _ => GridInterpolationKind.Linear,
        };
        var padding = site.Choice("padding_mode", "zeros", "zeros", "border", "reflection") switch
        {
            "border" => GridPaddingKind.Border,
            "reflection" => GridPaddingKind.Reflection,
            _ => GridPaddingKind.Zeros,
        };
        return Floats(site, new GridSample(interpolation, padding, site.Flag("align_corners")), site.Input(0), site.Input(1));
    }

    /// <summary>The places of an image's pixels, from -1 to 1, moved by one matrix for each image.</summary>
    private static Value Affine(ImportSite site)
    {
        var theta = site.Input(0);
        int[] size = Shapes.Lengths(site.Integers(1, "size"));
        int rank = size.Length - 2;
        if (rank is not (2 or 3) || !theta.Type.Shape.SequenceEqual([size[0], rank, rank + 1]))
            throw new OnnxException($"expected a matrix for each image of the size {string.Join(", ", size)}; found {theta.Type}");
        int[] lengths = [.. size.Skip(2)];
        int places = lengths.Aggregate(1, (product, length) => checked(product * length));
        if ((long)places * (rank + 1) > Weights.LiteralTensor.MaxLength)
            throw new UnsupportedException(FormattableString.Invariant($"a grid of {places} places is too large"));
        bool corners = site.Flag("align_corners");
        double[] points = new double[places * (rank + 1)];
        for (int place = 0; place < places; place++)
        {
            int rest = place;
            // The last axis comes first in a point, and 1 comes last.
            for (int axis = rank - 1; axis >= 0; rest /= lengths[axis], axis--)
                points[place * (rank + 1) + rank - 1 - axis] = Coordinate(rest % lengths[axis], lengths[axis]);
            points[place * (rank + 1) + rank] = 1;
        }
        var grid = ImportSite.Literal(Passes.ConstantPointwise.Of(new TensorType(theta.Type.Element, 1, places, rank + 1), points));
        var turned = site.Add(new Transpose(EquatableArray.Of(0, 2, 1)), theta);
        return site.Reshape(site.Add(new MatMul(), grid, turned), [size[0], .. lengths, rank]);

        double Coordinate(int index, int length) => corners ? (length == 1 ? -1 : 2.0 * index / (length - 1) - 1) : (2.0 * index + 1) / length - 1;
    }

    private static Value Align(ImportSite site)
    {
        // Before opset 16 pixels were counted from their corners.
        bool half = site.Opset >= 16 && site.Choice("coordinate_transformation_mode", "half_pixel", "half_pixel", "output_half_pixel") == "half_pixel";
        var op = new RegionAlign(
            ImportSite.Small(site.Integer("output_height", 1), "output_height", 1), ImportSite.Small(site.Integer("output_width", 1), "output_width", 1),
            ImportSite.Small(site.Integer("sampling_ratio", 0), "sampling_ratio", 0), site.Number("spatial_scale", 1), half, site.Choice("mode", "avg", "avg", "max") == "max");
        return Floats(site, op, site.Input(0), site.Input(1), Whole(site, 2));
    }

    private static Value Pool(ImportSite site)
    {
        int[] shape = Windows.Numbers(site, "pooled_shape", 2, 1, null) ?? throw new OnnxException("expected the attribute pooled_shape; found none");
        return Floats(site, new RegionMaxPool(shape[0], shape[1], site.Number("spatial_scale", 1)), site.Input(0), site.Input(1));
    }

    private static Value Unpool(ImportSite site)
    {
        var x = site.Input(0);
        int rank = Windows.SpatialRank(x.Type);
        int[] kernel = Windows.Kernel(site, rank);
        int[] strides = Windows.Numbers(site, "strides", rank, 1, 1)!;
        int[] pads = Windows.Numbers(site, "pads", 2 * rank, int.MinValue, 0)!;
        int[] inferred = [x.Type.Batch, x.Type.Channels, .. Windows.Spatial(x.Type).Select((length, axis) =>
            checked((length - 1) * strides[axis] - pads[axis] - pads[rank + axis] + kernel[axis]))];
        int[] shape = site.OptionalIntegers(2, "output_shape") is { } given ? Shapes.Lengths(given) : inferred;
        if (inferred.Any(length => length < 1))
            throw new OnnxException($"expected windows that make something; found the shape {string.Join(", ", inferred)}");
        return Floats(site, new MaxUnpool(inferred.ToEquatableArray(), shape.ToEquatableArray()), x, Whole(site, 1));
    }

    private static Value Deform(ImportSite site)
    {
        var (x, kernels) = (site.Input(0), site.Input(1));
        if (x.Type.Rank != 4 || kernels.Type.Rank != 4)
            throw new UnsupportedException($"only maps are convolved with moved taps, not {x.Type}");
        var windows = Windows.Read(site, Windows.Spatial(x.Type), Windows.Spatial(kernels.Type));
        var (bias, mask) = (site.Optional(3), site.Optional(4));
        var op = new DeformableConvolution(
            windows[0], windows[1], ImportSite.Small(site.Integer("group", 1), "group", 1), ImportSite.Small(site.Integer("offset_group", 1), "offset_group", 1),
            bias is not null, mask is not null);
        return Floats(site, op, [x, kernels, site.Input(2), .. bias is null ? [] : new[] { bias }, .. mask is null ? [] : new[] { mask }]);
    }

    private static Value AddColumns(ImportSite site)
    {
        int[] lengths = Shapes.Lengths(site.Integers(1, "image_shape"));
        int[] kernel = Shapes.Lengths(site.Integers(2, "block_shape"));
        if (kernel.Length != lengths.Length || kernel.Contains(0))
            throw new OnnxException($"expected a block for each axis of the image; found {string.Join(", ", kernel)} for {string.Join(", ", lengths)}");
        return Floats(site, new ColumnsToMap(lengths.ToEquatableArray(), Windows.Read(site, lengths, kernel).ToEquatableArray()), site.Input(0));
    }

    /// <summary>The middle of axes that are too long, and zeros on both sides of those that are too short.</summary>
    private static Value Center(ImportSite site)
    {
        var x = site.Input(0);
        int rank = x.Type.Rank;
        int[] axes = site.List("axes") is { } given ? [.. given.Select(axis => ImportSite.Axis(axis, rank))] : [.. Enumerable.Range(0, rank)];
        int[] wanted = Shapes.Lengths(site.Integers(1, "shape"));
        if (wanted.Length != axes.Length || axes.Distinct().Count() != axes.Length)
            throw new OnnxException(FormattableString.Invariant($"expected a length for each of {axes.Length} axes, each once; found {wanted.Length}"));
        int[] starts = new int[rank], lengths = [.. x.Type.Shape], before = new int[rank], after = new int[rank];
        for (int index = 0; index < axes.Length; index++)
        {
            int axis = axes[index];
            int surplus = x.Type.Shape[axis] - wanted[index];
            starts[axis] = Math.Max(0, surplus) / 2;
            lengths[axis] = Math.Min(x.Type.Shape[axis], wanted[index]);
            before[axis] = Math.Max(0, -surplus) / 2;
            after[axis] = Math.Max(0, -surplus) - before[axis];
        }
        var cut = lengths.SequenceEqual(x.Type.Shape) ? x
            : site.Add(new Slice(starts.ToEquatableArray(), starts.Select(_ => 1).ToEquatableArray(), lengths.ToEquatableArray()), x);
        return before.Concat(after).All(pad => pad == 0)
            ? cut == x ? site.Add(new Pointwise(PointwiseFunction.Identity), x) : cut
            : site.Add(new Pad(before.ToEquatableArray(), after.ToEquatableArray(), PadMode.Constant), cut);
    }

    private static Value Whole(ImportSite site, int index) => site.Input(index) is { Type.Element: ElementType.Int64 } whole ? whole
        : throw new OnnxException($"expected int64 numbers; found {site.Input(index).Type}");

    private static Value Floats(ImportSite site, Operator op, params Value[] operands) =>
        operands.FirstOrDefault(operand => operand.Type.Element is not (ElementType.Float32 or ElementType.Int64)) is { } other
            ? throw new UnsupportedException($"it is computed in float32 only, not for {other.Type}")
            : site.Add(op, operands);
}
