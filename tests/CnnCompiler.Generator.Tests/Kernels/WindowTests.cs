using CnnCompiler.Generator.Graph.Operators;
using CnnCompiler.Oracle.Models;
using static CnnCompiler.Generator.Tests.Kernels.TestTensor;

namespace CnnCompiler.Generator.Tests.Kernels;

/// <summary>Convolutions and pools over one to three axes against ONNX Runtime.</summary>
public class WindowTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(3, 1)]
    [InlineData(1, 2)]
    [InlineData(2, 4)]
    [InlineData(3, 2)]
    public void Convolution_OfAnyRank_IsOnnxRuntimes(int axes, int groups)
    {
        foreach (var windows in Geometries(axes))
            foreach (bool hasBias in new[] { true, false })
            {
                var onnx = Attributes(new OnnxCase("Conv").Operand(Floats(1, [2, 4, .. Lengths(axes)]))
                    .Operand(Floats(2, [8, 4 / groups, .. Kernels(windows)])), windows)
                    .With("group", groups);
                if (hasBias)
                    onnx.Operand(Floats(3, 8));
                onnx.Check(new ConvolutionNd(windows, groups), 1e-5);
            }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(3, 1)]
    [InlineData(2, 2)]
    [InlineData(2, 4)]
    [InlineData(3, 2)]
    public void TransposedConvolution_OfAnyRank_IsOnnxRuntimes(int axes, int groups)
    {
        foreach (var windows in Geometries(axes))
            foreach (int extra in new[] { 0, 1 })
            {
                if (extra > 0 && windows.All(window => window.Stride == 1))
                    continue;
                int[] lengths = Lengths(axes);
                int[] padding = [.. windows.Select(window => Math.Min(extra, window.Stride - 1))];
                int[] outputs = [.. windows.Select((window, axis) =>
                    (lengths[axis] - 1) * window.Stride + window.Extent - window.PadBefore - window.PadAfter + padding[axis])];
                Attributes(new OnnxCase("ConvTranspose").Operand(Floats(1, [2, 4, .. lengths])).Operand(Floats(2, [4, 3, .. Kernels(windows)]))
                    .Operand(Floats(3, 3 * groups)), windows)
                    .With("group", groups).With("output_padding", [.. padding.Select(value => (long)value)])
                    .Check(new TransposedConvolution(windows, EquatableArray.Of(outputs), groups), 1e-5);
            }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void MaxPool_OfAnyRank_IsOnnxRuntimes(int axes)
    {
        foreach (var windows in Geometries(axes))
            foreach (bool ceiling in new[] { false, true })
            {
                int[] lengths = Lengths(axes);
                var outputs = PoolLengths(windows, lengths, ceiling);
                var data = Floats(1, [2, 3, .. lengths]);
                Attributes(new OnnxCase("MaxPool").Operand(data), windows).With("ceil_mode", ceiling ? 1 : 0).Check(new MaxPoolNd(windows, outputs));
                Attributes(new OnnxCase("MaxPool").Operand(data), windows).With("ceil_mode", ceiling ? 1 : 0)
                    .Check(new MaxPoolNd(windows, outputs, HasIndices: true));
                Attributes(new OnnxCase("MaxPool").Operand(data), windows).With("ceil_mode", ceiling ? 1 : 0).With("storage_order", 1)
                    .Check(new MaxPoolNd(windows, outputs, HasIndices: true, ColumnMajor: true));
            }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void AveragePool_OfAnyRank_IsOnnxRuntimes(int axes)
    {
        foreach (var windows in Geometries(axes))
            foreach (bool ceiling in new[] { false, true })
                foreach (bool counts in new[] { false, true })
                {
                    int[] lengths = Lengths(axes);
                    Attributes(new OnnxCase("AveragePool").Operand(Floats(1, [2, 3, .. lengths])), windows)
                        .With("ceil_mode", ceiling ? 1 : 0).With("count_include_pad", counts ? 1 : 0)
                        .Check(new AveragePoolNd(windows, PoolLengths(windows, lengths, ceiling), counts));
                }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void LpPool_OfAnyRank_IsOnnxRuntimes(int power)
    {
        for (int axes = 1; axes <= 3; axes++)
            foreach (var windows in Geometries(axes))
            {
                int[] lengths = Lengths(axes);
                Attributes(new OnnxCase("LpPool").Operand(Floats(1, [2, 3, .. lengths])), windows).With("p", power)
                    .Check(new LpPool(windows, PoolLengths(windows, lengths, false), power), 1e-5);
            }
    }

    private static IEnumerable<EquatableArray<WindowGeometry>> Geometries(int axes)
    {
        yield return Windows(new(3, 1, 1, 0, 0), new(2, 1, 1, 0, 0), new(2, 1, 1, 0, 0));
        yield return Windows(new(3, 2, 1, 1, 1), new(2, 3, 1, 1, 0), new(3, 1, 1, 2, 1));
        yield return Windows(new(2, 1, 2, 1, 1), new(3, 2, 2, 0, 2), new(1, 2, 1, 0, 0));

        EquatableArray<WindowGeometry> Windows(params WindowGeometry[] windows) => windows.Take(axes).ToEquatableArray();
    }

    private static int[] Lengths(int axes) => [.. new[] { 7, 8, 6 }.Take(axes)];

    private static int[] Kernels(EquatableArray<WindowGeometry> windows) => [.. windows.Select(window => window.Kernel)];

    private static EquatableArray<int> PoolLengths(EquatableArray<WindowGeometry> windows, int[] lengths, bool ceiling) =>
        windows.Select((window, axis) => SpatialWindows.PoolLength(window, lengths[axis], ceiling)).ToEquatableArray();

    private static OnnxCase Attributes(OnnxCase onnx, EquatableArray<WindowGeometry> windows) => onnx
        .With("kernel_shape", [.. windows.Select(window => (long)window.Kernel)])
        .With("strides", [.. windows.Select(window => (long)window.Stride)])
        .With("dilations", [.. windows.Select(window => (long)window.Dilation)])
        .With("pads", [.. windows.Select(window => (long)window.PadBefore), .. windows.Select(window => (long)window.PadAfter)]);
}
