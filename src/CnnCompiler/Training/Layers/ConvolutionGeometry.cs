using CnnCompiler.Training.Kernels;

namespace CnnCompiler.Training.Layers;

/// <summary>
/// The products that a convolution and its input gradient are made of, for the first group of channels. Both read from a copy with a border
/// of zeros, so that no product ever asks whether a tap lies outside.
/// </summary>
/// <remarks>
/// The input gradient of a strided convolution falls apart into stride x stride products of stride 1: input rows with the same remainder
/// meet the same taps (Dumoulin and Visin, "A guide to convolution arithmetic for deep learning", 2016, transposed convolutions).
/// </remarks>
internal sealed class ConvolutionGeometry
{
    private readonly TensorShape _input;
    private readonly TensorShape _output;
    private readonly WindowGeometry _rows;
    private readonly WindowGeometry _columns;

    public ConvolutionGeometry(TensorShape input, TensorShape output, WindowGeometry rows, WindowGeometry columns, int groups)
    {
        (_input, _output, _rows, _columns) = (input, output, rows, columns);
        GroupInputs = input.Channels / groups;
        GroupOutputs = output.Channels / groups;
        PaddedInput = new Border(input, rows.PadBefore, rows.PadAfter, columns.PadBefore, columns.PadAfter);
        Forward = PlanForward();
        var (rowsBefore, rowsAfter) = Reach(rows, input.Height, output.Height);
        var (columnsBefore, columnsAfter) = Reach(columns, input.Width, output.Width);
        PaddedGradient = new Border(output, rowsBefore, rowsAfter, columnsBefore, columnsAfter);
        Backward = PlanBackward();
    }

    /// <summary>Input channels of a group.</summary>
    public int GroupInputs { get; }

    /// <summary>Output channels of a group.</summary>
    public int GroupOutputs { get; }

    /// <summary>Taps of the kernel, over one channel.</summary>
    public int KernelArea => _rows.Kernel * _columns.Kernel;

    /// <summary>The padded copy of an image that <see cref="Forward"/> reads.</summary>
    public Border PaddedInput { get; }

    /// <summary>The padded copy of output gradients that <see cref="Backward"/> reads.</summary>
    public Border PaddedGradient { get; }

    /// <summary>Padded input to output.</summary>
    public TapPlan Forward { get; }

    /// <summary>Padded output gradient to input gradient, a product for each remainder of the stride; pixels that no tap reaches are in none.</summary>
    public IReadOnlyList<TapPlan> Backward { get; }

    // The border that the output gradient needs so that every input pixel finds all its taps.
    private static (int Before, int After) Reach(WindowGeometry window, int inputs, int outputs)
    {
        int before = (window.Kernel - 1) * window.Dilation / window.Stride;
        int after = (window.PadBefore + inputs - 1) / window.Stride - (outputs - 1);
        return (before, Math.Max(0, after));
    }

    private TapPlan PlanForward()
    {
        var pixels = new List<int>();
        for (int y = 0; y < _output.Height; y++)
            for (int x = 0; x < _output.Width; x++)
                pixels.Add(PaddedInput.At(y * _rows.Stride, x * _columns.Stride));
        var (taps, sources) = (new List<int>(), new List<int>());
        for (int ky = 0; ky < _rows.Kernel; ky++)
            for (int kx = 0; kx < _columns.Kernel; kx++)
                for (int channel = 0; channel < GroupInputs; channel++)
                {
                    taps.Add(PaddedInput.At(ky * _rows.Dilation, kx * _columns.Dilation) + channel);
                    sources.Add(channel * KernelArea + ky * _columns.Kernel + kx);
                }
        int[] outputs = [.. Enumerable.Range(0, pixels.Count).Select(pixel => pixel * _output.Channels)];
        return new TapPlan([.. pixels], outputs, [.. taps], [.. sources]);
    }

    private List<TapPlan> PlanBackward()
    {
        var plans = new List<TapPlan>();
        foreach (int row in Remainders(_rows))
            foreach (int column in Remainders(_columns))
                if (PlanBackward(row, column) is { } plan)
                    plans.Add(plan);
        return plans;
    }

    private static IEnumerable<int> Remainders(WindowGeometry window) =>
        Enumerable.Range(0, window.Kernel).Select(tap => tap * window.Dilation % window.Stride).Distinct();

    private TapPlan? PlanBackward(int rowRemainder, int columnRemainder)
    {
        // In padded coordinates, input row y meets output row (y - ky * dilation) / stride where that is whole.
        var (taps, sources) = (new List<int>(), new List<int>());
        for (int ky = _rows.Kernel - 1; ky >= 0; ky--)
            for (int kx = _columns.Kernel - 1; kx >= 0; kx--)
            {
                int down = ky * _rows.Dilation - rowRemainder;
                int across = kx * _columns.Dilation - columnRemainder;
                if (down % _rows.Stride != 0 || across % _columns.Stride != 0)
                    continue;
                for (int output = 0; output < GroupOutputs; output++)
                {
                    taps.Add(-PaddedGradient.At(down / _rows.Stride, across / _columns.Stride) + output);
                    sources.Add(output * GroupInputs * KernelArea + ky * _columns.Kernel + kx);
                }
            }
        var (pixels, outputs) = (new List<int>(), new List<int>());
        for (int y = 0; y < _input.Height; y++)
            for (int x = 0; x < _input.Width; x++)
            {
                int down = y + _rows.PadBefore - rowRemainder;
                int across = x + _columns.PadBefore - columnRemainder;
                if (down % _rows.Stride != 0 || across % _columns.Stride != 0)
                    continue;
                pixels.Add(PaddedGradient.At(down / _rows.Stride + PaddedGradient.Top, across / _columns.Stride + PaddedGradient.Left));
                outputs.Add((y * _input.Width + x) * _input.Channels);
            }
        return pixels.Count == 0 ? null : new TapPlan([.. pixels], [.. outputs], [.. taps], [.. sources]);
    }
}
