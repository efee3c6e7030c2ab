using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using CnnCompiler.Generator.Planning;
using static CnnCompiler.Generator.CSharp;
using static CnnCompiler.Generator.Kernels.KernelSite;

namespace CnnCompiler.Generator.Kernels;

/// <summary>
/// A convolution with one filter for each channel. Row by row, so that the rows of a window are still in the first-level cache; taps outside of the map are
/// left out instead of multiplied with zeros, so the map needs no border.
/// </summary>
internal sealed class DepthwiseConvolution : KernelStrategy
{
    /// <summary>Taps of a kernel's row: with as many weights, an input value and eight sums, the 16 registers of AVX2 are full.</summary>
    private const int MostColumns = 7;

    public override bool Fits(Node node) => node.Operator is Convolution op && CanCompute(op, node.Input.Type, node.Output.Type);

    /// <summary>Whether a convolution is depthwise and every one of its windows lies at least partly inside the map.</summary>
    public static bool CanCompute(Convolution op, TensorType input, TensorType output) =>
        op is { PoolsTwoByTwo: false, AddsMap: false } && op.Groups == input.Channels && output.Channels == input.Channels && op.Columns.Kernel <= MostColumns && Touches(op.Rows) && Touches(op.Columns);

    public override string Reason(Node node) => "depthwise: each channel has its own filter, channels lie side by side in vectors; taps outside of the map are left out";

    public override bool NeedsLanes(Node node) => Lanes.Pad(node.Input.Type.Channels) != node.Input.Type.Channels;

    public override int Pieces(Node node, IReadOnlyList<TensorLayout> inputs, TensorLayout output) => output.Height;

    public override void Write(KernelSite site)
    {
        var output = site.Output;
        var row = new DepthwiseRow(site.Code, (Convolution)site.Node.Operator, site.Input, output.Height, output.Width);
        var inputs = site.Node.Inputs;
        var weights = row.Pack(site, site.Packing.Variable(inputs[1].Weight!), inputs.Count > 2 ? site.Packing.Variable(inputs[2].Weight!) : null);
        using (site.IsShared ? site.Code.Block("for (int y = begin; y < end; y++)") : site.Code.Loop("y", output.Height))
            row.Write(weights, output.Height == 1 ? "" : "y", At("target", output.Height == 1 ? "lane" : $"{Scaled("y", output.RowStride)} + lane"), output.PixelStride);
    }

    private static bool Touches(WindowGeometry window) => window.PadBefore < window.Extent && window.PadAfter < window.Extent;
}
