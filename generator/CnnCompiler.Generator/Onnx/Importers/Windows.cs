using CnnCompiler.Generator.Graph;

namespace CnnCompiler.Generator.Onnx.Importers;

/// <summary>Reads the windows of convolutions and pools.</summary>
internal static class Windows
{
    /// <summary>The number of axes that windows slide over.</summary>
    public static int SpatialRank(TensorType input) => input.Rank >= 3 ? input.Rank - 2
        : throw new OnnxException($"expected an operand with axes behind batch and channels; found {input}");

    /// <summary>The axes behind batch and channels.</summary>
    public static int[] Spatial(TensorType input) => [.. input.Shape.Skip(2)];

    /// <summary>The kernel_shape attribute, which pools must have.</summary>
    public static int[] Kernel(ImportSite site, int rank) =>
        Numbers(site, "kernel_shape", rank, 1, null) ?? throw new OnnxException("expected the attribute kernel_shape; found none");

    /// <summary>The windows with their padding settled.</summary>
    public static WindowGeometry[] Read(ImportSite site, int[] lengths, int[] kernel)
    {
        int rank = lengths.Length;
        int[] strides = Numbers(site, "strides", rank, 1, 1)!;
        int[] dilations = Numbers(site, "dilations", rank, 1, 1)!;
        int[] pads = Numbers(site, "pads", 2 * rank, int.MinValue, 0)!;
        string auto = site.AutoPad();
        return [.. Enumerable.Range(0, rank).Select(axis =>
        {
            var window = new WindowGeometry(
                kernel[axis], strides[axis], dilations[axis], auto == "NOTSET" ? pads[axis] : 0, auto == "NOTSET" ? pads[rank + axis] : 0);
            _ = checked((window.Kernel - 1) * window.Dilation + 1 + lengths[axis] + window.PadBefore + window.PadAfter);
            if (auto is "NOTSET" or "VALID")
                return window;
            var same = window.PadSame(lengths[axis]);
            return auto == "SAME_UPPER" ? same : same with { PadBefore = same.PadAfter, PadAfter = same.PadBefore };
        })];
    }

    /// <summary>A list of numbers as long as it must be; the fallback for each where it is left out, or null where there is none.</summary>
    public static int[]? Numbers(ImportSite site, string attribute, int count, int least, int? fallback)
    {
        if (site.List(attribute) is not { Count: > 0 } list)
            return fallback is { } one ? [.. Enumerable.Repeat(one, count)] : null;
        return list.Count == count
            ? [.. list.Select(value => ImportSite.Small(value, attribute, least))]
            : throw new OnnxException(FormattableString.Invariant($"expected {count} numbers as {attribute}; found {list.Count}"));
    }

    /// <summary>The windows of a sequence or map as rows and columns; a sequence is a map of one row.</summary>
    public static (WindowGeometry Rows, WindowGeometry Columns) RowsAndColumns(IReadOnlyList<WindowGeometry> windows) =>
        windows.Count == 1 ? (new WindowGeometry(1, 1, 1, 0, 0), windows[0]) : (windows[0], windows[1]);

    /// <summary>Whether kernels that keep channels side by side can serve: sequences and maps of float32 that are not empty.</summary>
    public static bool AreMaps(TensorType input, TensorType output) =>
        input.Element == ElementType.Float32 && input.Rank is 3 or 4 && input.Length > 0 && output.Length > 0;
}
