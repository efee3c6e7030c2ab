using CnnCompiler.Generator.Emit;
using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using CnnCompiler.Generator.Planning;
using CnnCompiler.Generator.Weights;

namespace CnnCompiler.Generator.Kernels;

/// <summary>
/// A 1x1 convolution: a product of matrices, pixels x input channels times input channels x output channels. Where nothing lies between the rows
/// of either map, all pixels are one run, and a tile of six divides it almost always.
/// </summary>
internal sealed class PointwiseConvolution : KernelStrategy
{
    public override bool Fits(Node node) => node.Operator is Convolution op && CanCompute(op);

    /// <summary>Whether a convolution is a product of matrices.</summary>
    public static bool CanCompute(Convolution op) =>
        op is { Groups: 1, PoolsTwoByTwo: false, Rows: { Kernel: 1, PadBefore: 0, PadAfter: 0 }, Columns: { Kernel: 1, PadBefore: 0, PadAfter: 0 } };

    public override bool AddsMap => true;

    public override string Reason(Node node)
    {
        var (input, output) = (node.Input.Type, node.Output.Type);
        return FormattableString.Invariant($"matrix product of {output.Height * output.Width} pixels x {input.Channels} channels and ") +
            FormattableString.Invariant($"{input.Channels} x {Lanes.Pad(output.Channels)} weights, output channels as lanes");
    }

    public override bool NeedsLanes(Node node) => false;

    public override int Pieces(Node node, IReadOnlyList<TensorLayout> inputs, TensorLayout output) =>
        new PointwiseWriter(new KernelSite(node, inputs, output, new PackingRecipe(), new CodeWriter())).Pieces;

    public override void Write(KernelSite site)
    {
        var writer = new PointwiseWriter(site);
        writer.Pack();
        writer.Write();
    }
}
