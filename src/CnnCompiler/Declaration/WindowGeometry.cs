namespace CnnCompiler;

/// <summary>A window that slides along one axis: the arithmetic that convolutions and pools share.</summary>
/// <param name="Kernel">Taps of the window.</param>
/// <param name="Stride">Input steps from one output to the next.</param>
/// <param name="Dilation">Input steps from one tap to the next.</param>
/// <param name="PadBefore">Padding in front of the input.</param>
/// <param name="PadAfter">Padding behind the input.</param>
public readonly record struct WindowGeometry(int Kernel, int Stride, int Dilation, int PadBefore, int PadAfter)
{
    /// <summary>Input steps the window covers, gaps of dilation included.</summary>
    public int Extent => (Kernel - 1) * Dilation + 1;

    /// <summary>The number of places the window takes on an input of this length; 0 or less where it does not fit.</summary>
    public int OutputLength(int length)
    {
        int room = length + PadBefore + PadAfter - Extent;
        return room < 0 ? 0 : room / Stride + 1;
    }

    /// <summary>The same window with the padding that ONNX's SAME_UPPER gives an input of this length.</summary>
    public WindowGeometry PadSame(int length)
    {
        int outputs = (length + Stride - 1) / Stride;
        int total = Math.Max(0, (outputs - 1) * Stride + Extent - length);
        return this with { PadBefore = total / 2, PadAfter = total - total / 2 };
    }
}
