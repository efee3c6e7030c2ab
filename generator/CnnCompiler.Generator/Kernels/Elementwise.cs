using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using static CnnCompiler.Generator.CSharp;
using static CnnCompiler.Generator.Kernels.KernelSite;

namespace CnnCompiler.Generator.Kernels;

/// <summary>An activation that no layer took into its tail, over all values in place where that is allowed.</summary>
internal sealed class Elementwise : KernelStrategy
{
    public override bool Fits(Node node) => node.Operator is Activate && node.Input.Type.IsMap;

    public override string Reason(Node node) => "value by value";

    public override bool WorksInPlace => true;

    public override bool FollowsInput => true;

    public override void Write(KernelSite site)
    {
        var activation = ((Activate)site.Node.Operator).Activation;
        ElementwiseLoops.Write(site, load => $"var value = V.Load({load("source", site.Input)});", ActivationCode.Apply(activation, "value"));
    }
}
