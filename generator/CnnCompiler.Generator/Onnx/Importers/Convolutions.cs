using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using CnnCompiler.Generator.Passes;

namespace CnnCompiler.Generator.Onnx.Importers;

/// <summary>Conv and ConvTranspose.</summary>
internal static class Convolutions
{
    public static void Register(OperatorTable table)
    {
        table.Add("Conv", Convolve);
        table.Add("ConvTranspose", ConvolveTransposed);
    }

    private static Value Convolve(ImportSite site) => Convolve(site, site.Input(0), site.Input(1), site.Optional(2));

    /// <summary>The convolution of a node's settings with other operands than its own.</summary>
    public static Value Convolve(ImportSite site, Value x, Value kernels, Value? bias, bool exact = false)
    {
        int[] kernel = Kernel(site, x, kernels);
        var windows = Windows.Read(site, Windows.Spatial(x.Type), kernel);
        int groups = ImportSite.Small(site.Integer("group", 1), "group", 1);
        Value[] operands = bias is not null ? [x, kernels, bias] : [x, kernels];
        var general = new ConvolutionNd(windows.ToEquatableArray(), groups);
        var output = general.Infer([.. operands.Select(operand => operand.Type)]);
        if (!Windows.AreMaps(x.Type, output) || !operands.Skip(1).All(IsWeight) || windows.Any(window => window.PadBefore < 0 || window.PadAfter < 0))
            return site.Add(general, operands);
        if (x.Type.Rank == 3)
            operands[1] = GraphBuilder.Constant(ConstantFolding.Reshape(kernels.Weight!, [kernels.Type.Shape[0], kernels.Type.Shape[1], 1, kernels.Type.Shape[2]]));
        var (rows, columns) = Windows.RowsAndColumns(windows);
        return site.Add(new Convolution(rows, columns, groups) { IsExact = exact }, operands);
    }

    private static Value ConvolveTransposed(ImportSite site)
    {
        var (x, kernels) = (site.Input(0), site.Input(1));
        int[] kernel = Kernel(site, x, kernels);
        int[] lengths = Windows.Spatial(x.Type);
        int rank = lengths.Length;
        int[] strides = Windows.Numbers(site, "strides", rank, 1, 1)!;
        int[] dilations = Windows.Numbers(site, "dilations", rank, 1, 1)!;
        int[] pads = Windows.Numbers(site, "pads", 2 * rank, int.MinValue, 0)!;
        int[] extra = Windows.Numbers(site, "output_padding", rank, 0, 0)!;
        int[]? wanted = Windows.Numbers(site, "output_shape", rank, 0, null);
        string auto = site.AutoPad();
        if (auto is "SAME_UPPER" or "SAME_LOWER")
            wanted ??= [.. lengths.Select((length, axis) => checked(length * strides[axis]))];

        var windows = new WindowGeometry[rank];
        int[] outputs = new int[rank];
        for (int axis = 0; axis < rank; axis++)
        {
            int full = checked(strides[axis] * (lengths[axis] - 1) + extra[axis] + (kernel[axis] - 1) * dilations[axis] + 1);
            var (before, after) = auto == "NOTSET" ? (pads[axis], pads[rank + axis]) : (0, 0);
            if (wanted is not null)
            {
                int total = Math.Max(0, full - wanted[axis]);
                before = auto == "SAME_UPPER" ? total / 2 : total - total / 2;
                after = total - before;
            }
            windows[axis] = new WindowGeometry(kernel[axis], strides[axis], dilations[axis], before, after);
            outputs[axis] = wanted?[axis] ?? checked(full - before - after);
        }
        var op = new TransposedConvolution(
            windows.ToEquatableArray(), outputs.ToEquatableArray(), ImportSite.Small(site.Integer("group", 1), "group", 1));
        return site.Optional(2) is { } bias ? site.Add(op, x, kernels, bias) : site.Add(op, x, kernels);
    }

    private static bool IsWeight(Value value) => value.IsConstant && value.Type.Element == ElementType.Float32;

    private static int[] Kernel(ImportSite site, Value x, Value kernels)
    {
        int rank = Windows.SpatialRank(x.Type);
        if (kernels.Type.Rank != rank + 2)
            throw new OnnxException($"expected kernels with as many axes as {x.Type}; found {kernels.Type}");
        int[] kernel = Windows.Spatial(kernels.Type);
        if (Windows.Numbers(site, "kernel_shape", rank, 1, null) is { } given && !given.SequenceEqual(kernel))
            throw new OnnxException($"expected the kernel_shape of the kernels {kernels.Type}; found {string.Join("x", given)}");
        return kernel;
    }
}
