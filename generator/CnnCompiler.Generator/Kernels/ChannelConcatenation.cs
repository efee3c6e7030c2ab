using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;

namespace CnnCompiler.Generator.Kernels;

/// <summary>
/// Maps whose channels become one map's. Nothing is computed: whoever makes an operand writes it between the other channels of the pixel, and the
/// planning stage puts in a copy of those that cannot.
/// </summary>
internal sealed class ChannelConcatenation : KernelStrategy
{
    public override bool Fits(Node node) => node.Operator is Concat { Axis: 1 } && node.Inputs.All(input => !input.IsConstant && input.Type.IsMap && input.Type.Channels > 0);

    public override string Reason(Node node) => "no copy: every operand is written to its channels of the one map";

    public override bool FollowsInput => true;

    public override bool IsAlias => true;

    public override void Write(KernelSite site) => throw new InvalidOperationException("A concatenation in place has no kernel.");
}
