using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;

namespace CnnCompiler.Generator.Onnx.Importers;

/// <summary>Resize and Upsample, which it took the place of.</summary>
internal static class Resizing
{
    public static void Register(OperatorTable table)
    {
        table.Add("Resize", site => site.Opset < 11 ? Simple(site, site.Numbers(1, "scales")) : Resize(site));
        table.Add("Upsample", site => Simple(site, UpsampleScales(site)));
    }

    private static IReadOnlyList<double> UpsampleScales(ImportSite site)
    {
        if (site.Opset >= 9)
            return site.Numbers(1, "scales");
        if (site.Floats("scales") is { } scales)
            return [.. scales.Select(scale => (double)scale)];
        // Before opset 7 there were maps only.
        return [1, 1, site.Number("height_scale", 1), site.Number("width_scale", 1)];
    }

    /// <summary>As before opset 11: pixels are counted from the corner, and the nearest is the one before.</summary>
    private static Value Simple(ImportSite site, IReadOnlyList<double> scales)
    {
        var x = site.Input(0);
        string mode = site.Choice("mode", "nearest", "nearest", "linear", "bilinear");
        if (scales.Count != x.Type.Rank)
            throw new OnnxException(FormattableString.Invariant($"expected a scale for each axis of {x.Type}; found {scales.Count}"));
        var axes = scales.Select((scale, axis) => new ResizeAxis(axis, Scaled(x.Type.Shape[axis], scale), scale));
        return Add(site, x, axes, new Resize(default, mode == "nearest" ? ResizeMode.Nearest : ResizeMode.Linear, CoordinateTransformation.Asymmetric)
        {
            Nearest = NearestMode.Floor,
        });
    }

    private static Value Resize(ImportSite site)
    {
        var x = site.Input(0);
        int rank = x.Type.Rank;
        int[] axes = site.List("axes") is { } given ? [.. given.Select(axis => ImportSite.Axis(axis, rank))] : [.. Enumerable.Range(0, rank)];
        if (axes.Distinct().Count() != axes.Length)
            throw new OnnxException($"expected each axis once; found {string.Join(", ", axes)}");
        var coordinates = Coordinates(site);
        bool crops = coordinates == CoordinateTransformation.TensorFlowCropAndResize;
        double[] region = crops ? site.Numbers(1, "roi") : [.. axes.Select(_ => 0.0), .. axes.Select(_ => 1.0)];
        if (region.Length != 2 * axes.Length)
            throw new OnnxException(FormattableString.Invariant($"expected {2 * axes.Length} numbers as roi; found {region.Length}"));

        int[] lengths = [.. axes.Select(axis => x.Type.Shape[axis])];
        var (sizes, scales) = Target(site, lengths, [.. axes.Select((_, index) => region[axes.Length + index] - region[index])]);
        var op = new Resize(default, Mode(site), coordinates)
        {
            Nearest = Nearest(site),
            CubicCoefficient = site.Number("cubic_coeff_a", -0.75f),
            ExcludesOutside = site.Flag("exclude_outside"),
            Antialias = site.Flag("antialias"),
            ExtrapolationValue = site.Number("extrapolation_value", 0),
        };
        return Add(site, x, axes.Select((axis, index) => new ResizeAxis(axis, sizes[index], scales[index], region[index], region[axes.Length + index])), op);
    }

    /// <summary>The lengths of the resized axes and their scales, from the operand that gives one or the other.</summary>
    private static (int[] Sizes, double[] Scales) Target(ImportSite site, int[] lengths, double[] extents)
    {
        if (site.Optional(2) is { Type.Length: > 0 })
        {
            double[] scales = site.Numbers(2, "scales");
            Require(scales.Length);
            return ([.. scales.Select((scale, index) => Scaled(lengths[index] * extents[index], scale))], scales);
        }
        int[] sizes = Shapes.Lengths(site.Integers(3, "sizes"));
        Require(sizes.Length);
        double[] ratios = [.. sizes.Select((size, index) => size / (double)lengths[index])];
        string policy = site.Choice("keep_aspect_ratio_policy", "stretch", "stretch", "not_larger", "not_smaller");
        if (policy == "stretch")
            return (sizes, ratios);
        double one = policy == "not_larger" ? ratios.Min() : ratios.Max();
        return ([.. lengths.Select(length => ImportSite.Small((long)Math.Floor(one * length + 0.5), "a length", 0))], [.. ratios.Select(_ => one)]);

        void Require(int count)
        {
            if (count != lengths.Length)
                throw new OnnxException(FormattableString.Invariant($"expected a number for each of {lengths.Length} axes; found {count}"));
        }
    }

    /// <summary>The scaled length, in the precision of the standard's own shape inference: 10 * 0.7f is 7 in float32 and just below it in float64.</summary>
    private static int Scaled(double length, double scale)
    {
        float scaled = (float)((float)length * (float)scale);
        return scaled >= 0 && scaled <= TensorShape.MaxLength ? (int)Math.Floor(scaled)
            : throw new OnnxException(FormattableString.Invariant($"expected a scale that gives a sensible length; found {scale} of {length}"));
    }

    /// <summary>Adds the operator with the axes that change; where none does, the input is the result.</summary>
    private static Value Add(ImportSite site, Value x, IEnumerable<ResizeAxis> axes, Resize op)
    {
        bool crops = op.Coordinates == CoordinateTransformation.TensorFlowCropAndResize;
        ResizeAxis[] changed = [.. axes
            .Where(axis => axis.Length != x.Type.Shape[axis.Axis] || axis.Scale != 1 || (crops && (axis.RegionStart != 0 || axis.RegionEnd != 1)))
            .OrderBy(axis => axis.Axis)];
        return changed.Length == 0 ? x : site.Add(op with { Axes = changed.ToEquatableArray() }, x);
    }

    private static ResizeMode Mode(ImportSite site) => site.Choice("mode", "nearest", "nearest", "linear", "cubic") switch
    {
        "linear" => ResizeMode.Linear,
        "cubic" => ResizeMode.Cubic,
        _ => ResizeMode.Nearest,
    };

    private static NearestMode Nearest(ImportSite site) =>
        site.Choice("nearest_mode", "round_prefer_floor", "round_prefer_floor", "round_prefer_ceil", "floor", "ceil") switch
        {
            "round_prefer_ceil" => NearestMode.RoundPreferCeiling,
            "floor" => NearestMode.Floor,
            "ceil" => NearestMode.Ceiling,
            _ => NearestMode.RoundPreferFloor,
        };

    private static CoordinateTransformation Coordinates(ImportSite site) => site.Choice(
        "coordinate_transformation_mode", "half_pixel",
        "half_pixel", "half_pixel_symmetric", "pytorch_half_pixel", "align_corners", "asymmetric", "tf_crop_and_resize", "tf_half_pixel_for_nn") switch
    {
        "half_pixel_symmetric" => CoordinateTransformation.HalfPixelSymmetric,
        "pytorch_half_pixel" => CoordinateTransformation.PyTorchHalfPixel,
        "align_corners" => CoordinateTransformation.AlignCorners,
        "asymmetric" => CoordinateTransformation.Asymmetric,
        "tf_crop_and_resize" => CoordinateTransformation.TensorFlowCropAndResize,
        "tf_half_pixel_for_nn" => CoordinateTransformation.TensorFlowHalfPixelForNearest,
        _ => CoordinateTransformation.HalfPixel,
    };
}
