using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;

namespace CnnCompiler.Generator.Kernels;

/// <summary>The sum of two maps, with the activation behind it.</summary>
internal sealed class Addition : KernelStrategy
{
    public override bool Fits(Node node) => node.Operator is Graph.Operators.Add && node.Input.Type.IsMap && node.Inputs.All(input => !input.IsConstant);

    public override string Reason(Node node) => "value by value";

    public override bool WorksInPlace => true;

    public override bool FollowsInput => true;

    public override void Write(KernelSite site) => ElementwiseLoops.Write(
        site,
        load => $"var value = V.Add(V.Load({load("source", site.Inputs[0])}), V.Load({load("other", site.Inputs[1])}));",
        ActivationCode.Apply(((Graph.Operators.Add)site.Node.Operator).Activation, "value"));
}
