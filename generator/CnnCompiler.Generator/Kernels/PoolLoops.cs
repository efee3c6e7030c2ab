using CnnCompiler.Generator.Emit;
using CnnCompiler.Generator.Planning;
using static CnnCompiler.Generator.CSharp;
using static CnnCompiler.Generator.Kernels.KernelSite;

namespace CnnCompiler.Generator.Kernels;

/// <summary>The loops that pools share: lanes are channels, and a window is cut to the part of it that lies inside the input.</summary>
internal static class PoolLoops
{
    /// <summary>Taps up to which a window that no edge cuts is written out.</summary>
    private const int MostUnrolledTaps = 9;

    /// <summary>Writes the loops.</summary>
    /// <param name="site">The place to write.</param>
    /// <param name="rows">The window down.</param>
    /// <param name="columns">The window across.</param>
    /// <param name="start">The statement before a window's values.</param>
    /// <param name="take">The statement for each of them, a vector called value.</param>
    /// <param name="result">The result, given the number of values in the window as text.</param>
    public static void Write(KernelSite site, WindowGeometry rows, WindowGeometry columns, string start, string take, Func<string, string> result)
    {
        var (code, input, output) = (site.Code, site.Input, site.Output);
        string height = Range(rows, input.Height, "Row", out bool cutRows);
        string width = Range(columns, input.Width, "Column", out bool cutColumns);
        bool unrolled = !cutRows && !cutColumns && rows.Kernel * columns.Kernel <= MostUnrolledTaps;
        using (code.Loop("y", output.Height))
        {
            if (cutRows)
                WriteBounds(code, rows, input.Height, output.Height == 1 ? "0" : "y", "Row");
            using (code.Block($"for (int lane = 0; lane < {Literal(site.OutputLanes)}; lane += V.Count)"))
            using (code.Loop("x", output.Width))
            {
                if (cutColumns)
                    WriteBounds(code, columns, input.Width, output.Width == 1 ? "0" : "x", "Column");
                code.Line(start);
                if (unrolled)
                    WriteUnrolled(site, rows, columns, take);
                else
                    WriteWindow(site, rows, columns, take, (height, cutRows), (width, cutColumns));
                string count = cutRows || cutColumns ? $"({height}) * ({width})" : Literal(rows.Kernel * columns.Kernel);
                string down = output.Height == 1 ? "" : Scaled("y", output.RowStride) + " + ";
                string across = output.Width == 1 ? "" : Scaled("x", output.PixelStride) + " + ";
                code.Line($"V.Store({result(count)}, {At("target", down + across + "lane")});");
            }
        }
    }

    /// <summary>
    /// Writes the loops for the largest or the smallest value, which is not a number where one of the window is not. A comparison hands on its second
    /// operand where either is not a number, so that is summed up beside it: the value cut to -1 and 1, times zero. ONNX Runtime is no model here: what it
    /// makes of NaN depends on where in its row a window lies.
    /// </summary>
    /// <param name="site">The place to write.</param>
    /// <param name="rows">The window down.</param>
    /// <param name="columns">The window across.</param>
    /// <param name="name">What the value is called.</param>
    /// <param name="start">What every value replaces.</param>
    /// <param name="choose">The vector's function that chooses of two values.</param>
    public static void WriteWithNaN(KernelSite site, WindowGeometry rows, WindowGeometry columns, string name, string start, string choose) => Write(
        site, rows, columns, $"T {name} = V.Broadcast({start}), strange = V.Zero;",
        $"{name} = V.{choose}(value, {name}); strange = V.MultiplyAdd(V.Min(V.Broadcast(1), V.Max(V.Broadcast(-1), value)), V.Zero, strange);",
        _ => $"V.Add({name}, strange)");

    /// <summary>The taps of a small window that is the same everywhere: loops over them would cost four times what they do.</summary>
    private static void WriteUnrolled(KernelSite site, WindowGeometry rows, WindowGeometry columns, string take)
    {
        var (code, input, output) = (site.Code, site.Input, site.Output);
        string down = output.Height == 1 ? "" : Scaled("y", rows.Stride * input.RowStride) + " + ";
        string across = output.Width == 1 ? "" : Scaled("x", columns.Stride * input.PixelStride) + " + ";
        code.Line($"ref float window = {At("source", down + across + "lane")};");
        for (int ky = 0; ky < rows.Kernel; ky++)
            for (int kx = 0; kx < columns.Kernel; kx++)
            {
                code.Line($"{(ky + kx == 0 ? "var " : "")}value = V.Load({At("window", ky * input.RowStride + kx * input.PixelStride)});");
                code.Line(take);
            }
    }

    private static void WriteWindow(KernelSite site, WindowGeometry rows, WindowGeometry columns, string take, (string Count, bool IsCut) height, (string Count, bool IsCut) width)
    {
        var (code, input, output) = (site.Code, site.Input, site.Output);
        string row = Place(height.IsCut ? "firstRow" : output.Height == 1 ? "" : Scaled("y", rows.Stride), "ky");
        string column = Place(width.IsCut ? "firstColumn" : output.Width == 1 ? "" : Scaled("x", columns.Stride), "kx");
        using (code.Block($"for (int ky = 0; ky < {height.Count}; ky++)"))
        using (code.Block($"for (int kx = 0; kx < {width.Count}; kx++)"))
        {
            code.Line($"var value = V.Load({At("source", $"{row} * {Literal(input.RowStride)} + {column} * {Literal(input.PixelStride)} + lane")});");
            code.Line(take);
        }
    }

    private static string Place(string first, string tap) => first.Length == 0 ? tap : $"({first} + {tap})";

    private static string Range(WindowGeometry window, int length, string axis, out bool cut)
    {
        cut = window.PadBefore > 0 || (window.OutputLength(length) - 1) * window.Stride - window.PadBefore + window.Kernel > length;
        return cut ? $"end{axis} - first{axis}" : Literal(window.Kernel);
    }

    private static void WriteBounds(CodeWriter code, WindowGeometry window, int length, string variable, string axis)
    {
        string start = Scaled(variable, window.Stride, -window.PadBefore).Replace("+ -", "- ");
        code.Line($"int first{axis} = Math.Max({start}, 0);");
        code.Line($"int end{axis} = Math.Min({Scaled(variable, window.Stride, window.Kernel - window.PadBefore).Replace("+ -", "- ")}, {Literal(length)});");
    }
}
