using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using static CnnCompiler.Generator.CSharp;

namespace CnnCompiler.Generator.Kernels.RowMajor;

/// <summary>The largest value of each window over one to three axes, and where it stood.</summary>
internal sealed class MaxPoolLoops : RowMajorStrategy
{
    public override bool Fits(Node node) => node.Operator is MaxPoolNd op && WindowLoops.CanName(op.Windows);

    public override string Reason(Node node) => "window by window, taps outside left out";

    public override void Write(KernelSite site)
    {
        var (code, op, input, output) = (site.Code, (MaxPoolNd)site.Node.Operator, site.Node.Input.Type, site.Node.Output.Type);
        if (output.Length == 0)
            return;
        int[] inner = [.. input.Shape.Skip(2)];
        int[] places = [.. op.OutputLengths];
        int planes = input.Shape[0] * input.Channels;
        var (pixels, results) = (Strides.Product(inner), Strides.Product(places));
        var windows = new WindowLoops(op.Windows);
        string type = input.Element.CSharpName();
        string lowest = Numbers.Lowest(input.Element);
        string PlaneOf(int stride) => planes == 1 ? "" : Elements.Times("plane", stride);

        using (code.Loop("plane", planes))
        {
            code.Line($"ref {type} image = {Elements.Reference("input0", PlaneOf(pixels))};");
            using (windows.OpenPlaces(code, places))
            {
                code.Line($"{type} largest = {lowest};");
                if (op.HasIndices)
                    code.Line("int place = -1;");
                using (windows.OpenTaps(code, places, inner))
                {
                    code.Line($"{type} value = {Elements.At("image", windows.MetIndex(Strides.Of(inner)))};");
                    if (!op.HasIndices)
                        code.Line("largest = Math.Max(largest, value);");
                    else
                        using (code.Block("if (value > largest || place < 0)"))
                        {
                            code.Line("largest = value;");
                            code.Line($"place = {windows.MetIndex(op.ColumnMajor ? ColumnMajor(inner) : Strides.Of(inner))};");
                        }
                }
                string target = Elements.Sum(PlaneOf(results), windows.PlaceIndex(places));
                code.Line($"{Elements.At("output0", target)} = largest;");
                if (op.HasIndices)
                    code.Line($"{Elements.At("output1", target)} = {Elements.Sum(PlaneOf(pixels), "place")};");
            }
        }
    }

    private static int[] ColumnMajor(int[] lengths) => [.. lengths.Select((_, axis) => Strides.Product(lengths.Take(axis)))];
}
