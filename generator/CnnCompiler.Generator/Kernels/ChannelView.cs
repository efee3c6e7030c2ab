using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using CnnCompiler.Generator.Planning;

namespace CnnCompiler.Generator.Kernels;

/// <summary>Runs of a map's channels, by a split or a slice: read where the whole map has them, in whole vectors that end with the pixel at the latest.</summary>
internal sealed class ChannelView : KernelStrategy
{
    public override bool Fits(Node node)
    {
        if (node.Operator is not (Split { Axis: 1 } or Slice) || !node.Input.Type.IsMap || node.Input.IsConstant || (node.Operator is Slice slice && !TakesChannels(slice, node.Input.Type)))
            return false;
        int lanes = Lanes.Pad(node.Input.Type.Channels);
        return node.Outputs.Select((output, index) => (output.Type.Channels, First: FirstChannel(node, index)))
            .All(piece => piece.Channels > 0 && piece.First + Lanes.Pad(piece.Channels) <= lanes);
    }

    public override string Reason(Node node) => "no copy: the channels are read where the whole map has them";

    public override bool FollowsInput => true;

    public override bool IsAlias => true;

    public override void Write(KernelSite site) => throw new InvalidOperationException("A view of channels has no kernel.");

    /// <summary>The first channel of one of the node's outputs.</summary>
    public static int FirstChannel(Node node, int output) => node.Operator switch
    {
        Split split => split.Lengths.Take(output).Sum(),
        Slice slice => slice.Starts[1],
        _ => throw new InvalidOperationException($"{node.Operator} takes no channels out of a map."),
    };

    private static bool TakesChannels(Slice slice, TensorType input) =>
        slice.Steps[1] == 1 && Enumerable.Range(0, input.Rank).All(axis => axis == 1 || (slice.Starts[axis] == 0 && slice.Steps[axis] == 1 && slice.Lengths[axis] == input.Shape[axis]));
}
