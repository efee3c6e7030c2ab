using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using CnnCompiler.Generator.Planning;

namespace CnnCompiler.Generator.Kernels;

/// <summary>What convolution kernels need of the memory around their input.</summary>
internal static class ConvolutionWindow
{
    /// <summary>The padding as a border, cut to what windows really touch: a stride may leave the last row or column of padding unread.</summary>
    public static Border Border(Node node)
    {
        var op = (Convolution)node.Operator;
        var type = node.Input.Type;
        return new Border(op.Rows.PadBefore, op.Columns.PadBefore, After(op.Rows, type.Height), After(op.Columns, type.Width));
    }

    /// <summary>From the start of the input's memory to the first tap of the first output.</summary>
    public static int SourceOffset(Node node, TensorLayout input)
    {
        var op = (Convolution)node.Operator;
        return (input.Border.Top - op.Rows.PadBefore) * input.RowStride + (input.Border.Left - op.Columns.PadBefore) * input.PixelStride + input.FirstChannel;
    }

    private static int After(WindowGeometry window, int length)
    {
        int last = (window.OutputLength(length) - 1) * window.Stride + window.Extent - 1 - window.PadBefore;
        return Math.Max(0, last - (length - 1));
    }
}
