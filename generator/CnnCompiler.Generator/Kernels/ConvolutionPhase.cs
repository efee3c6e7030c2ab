using CnnCompiler.Generator.Graph.Operators;

namespace CnnCompiler.Generator.Kernels;

/// <summary>
/// Along one axis of a transposed convolution, the outputs at the same place modulo the stride: they are a convolution of the input with stride 1, by those
/// taps of the kernel that ever meet them, from the last to the first.
/// </summary>
/// <param name="Start">The first output; the next ones lie a stride apart.</param>
/// <param name="FirstTap">The last tap of the kernel that meets these outputs.</param>
/// <param name="TapStep">From there to the one before: below 0.</param>
/// <param name="Window">That convolution's window; its kernel is 0 where no tap meets these outputs, and its padding may be negative.</param>
internal readonly record struct ConvolutionPhase(int Start, int FirstTap, int TapStep, WindowGeometry Window)
{
    /// <summary>The phases of an axis.</summary>
    /// <param name="window">The transposed convolution's window: value i writes to i * stride - padding + tap * dilation.</param>
    /// <param name="length">The input's length.</param>
    /// <param name="outputLength">The output's length.</param>
    public static IReadOnlyList<ConvolutionPhase> Of(WindowGeometry window, int length, int outputLength) =>
        [.. Enumerable.Range(0, Math.Min(window.Stride, outputLength)).Select(start => At(window, length, outputLength, start))];

    /// <summary>The axis that a map of one row has beside a sequence's own.</summary>
    public static WindowGeometry SingleRow { get; } = new(1, 1, 1, 0, 0);

    /// <summary>The taps along this axis, for the weights.</summary>
    public (int First, int Step, int Count) Taps => (FirstTap, TapStep, Window.Kernel);

    private static ConvolutionPhase At(WindowGeometry window, int length, int outputLength, int start)
    {
        int outputs = (outputLength - start + window.Stride - 1) / window.Stride;
        int[] taps = [.. Enumerable.Range(0, window.Kernel).Where(tap => (start + window.PadBefore - tap * window.Dilation) % window.Stride == 0)];
        if (taps.Length == 0)
            return new ConvolutionPhase(start, 0, 0, new WindowGeometry(0, 1, 1, 0, 0));
        int last = taps[taps.Length - 1];
        // Output q of the phase meets, by its last tap, input q - before.
        int before = (last * window.Dilation - start - window.PadBefore) / window.Stride;
        int common = GreatestDivisor(window.Stride, window.Dilation);
        var slid = new WindowGeometry(taps.Length, 1, window.Dilation / common, before, 0);
        return new ConvolutionPhase(start, last, -window.Stride / common, slid with { PadAfter = outputs - 1 + slid.Extent - length - before });
    }

    private static int GreatestDivisor(int left, int right) => right == 0 ? left : GreatestDivisor(right, left % right);
}
