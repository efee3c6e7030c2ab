using CnnCompiler.Generator.Emit;
using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using static CnnCompiler.Generator.CSharp;

namespace CnnCompiler.Generator.Kernels.RowMajor;

/// <summary>The mean, or the norm, of each window over one to three axes.</summary>
internal sealed class AveragePoolLoops : RowMajorStrategy
{
    public override bool Fits(Node node) => node.Operator switch
    {
        AveragePoolNd op => WindowLoops.CanName(op.Windows),
        LpPool op => WindowLoops.CanName(op.Windows),
        _ => false,
    };

    public override string Reason(Node node) => "window by window, taps outside left out";

    public override void Write(KernelSite site)
    {
        var (code, input, output) = (site.Code, site.Node.Input.Type, site.Node.Output.Type);
        if (output.Length == 0)
            return;
        var average = site.Node.Operator as AveragePoolNd;
        var norm = site.Node.Operator as LpPool;
        var geometry = average?.Windows ?? norm!.Windows;
        int[] inner = [.. input.Shape.Skip(2)];
        int[] places = [.. output.Shape.Skip(2)];
        int planes = input.Shape[0] * input.Channels;
        var windows = new WindowLoops(geometry);
        string type = input.Element.CSharpName();
        bool cut = Enumerable.Range(0, inner.Length).Any(axis => IsCut(geometry[axis], places[axis], inner[axis], average is { CountsPadding: true }));

        using (code.Loop("plane", planes))
        {
            code.Line($"ref {type} image = {Elements.Reference("input0", PlaneOf(Strides.Product(inner)))};");
            using (windows.OpenPlaces(code, places))
            {
                code.Line("double sum = 0;");
                bool counts = average is { CountsPadding: false } && cut;
                if (counts)
                    code.Line("int count = 0;");
                using (windows.OpenTaps(code, places, inner))
                {
                    string value = Elements.At("image", windows.MetIndex(Strides.Of(inner)));
                    code.Line(norm is null ? $"sum += {value};" : Term(norm.Power, value));
                    if (counts)
                        code.Line("count++;");
                }
                string result = norm is not null ? Root(norm.Power)
                    : counts ? "sum / count"
                    : $"sum / {(cut ? "(" + PaddedCount(windows, geometry, places, inner) + ")" : Literal(Strides.Product(geometry.Select(window => window.Kernel))))}";
                code.Line($"{Elements.At("output0", Elements.Sum(PlaneOf(Strides.Product(places)), windows.PlaceIndex(places)))} = ({type})({result});");
            }
        }

        string PlaneOf(int stride) => planes == 1 ? "" : Elements.Times("plane", stride);
    }

    private static bool IsCut(WindowGeometry window, int places, int length, bool countsPadding)
    {
        long end = (places - 1L) * window.Stride - window.PadBefore + window.Extent;
        return countsPadding ? end > length + window.PadAfter : window.PadBefore > 0 || end > length;
    }

    /// <summary>How many taps of a window stand on the input or its padding, not behind both.</summary>
    private static string PaddedCount(WindowLoops windows, EquatableArray<WindowGeometry> geometry, int[] places, int[] inner) =>
        string.Join(" * ", geometry.Select((window, axis) =>
        {
            if (!IsCut(window, places[axis], inner[axis], countsPadding: true))
                return Literal(window.Kernel);
            int room = inner[axis] + window.PadAfter + window.PadBefore + window.Dilation - 1;
            string start = places[axis] == 1 ? Literal(room) : $"{Literal(room)} - {Elements.Times(windows.Name(axis), window.Stride)}";
            return $"Math.Min({Literal(window.Kernel)}, {(window.Dilation == 1 ? start : $"({start}) / {Literal(window.Dilation)}")})";
        }));

    private static string Term(int power, string value) => power switch
    {
        1 => $"sum += Math.Abs({value});",
        2 => $"sum += (double){value} * {value};",
        _ => $"sum += ScalarMath.Pow(Math.Abs({value}), {Literal(power)});",
    };

    private static string Root(int power) => power switch
    {
        1 => "sum",
        2 => "Math.Sqrt(sum)",
        _ => $"ScalarMath.Pow(sum, 1.0 / {Literal(power)})",
    };
}
