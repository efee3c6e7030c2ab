using CnnCompiler.Generator.Graph;

namespace CnnCompiler.Generator.Kernels;

/// <summary>A copy from one order of memory to another. The emitter writes it as a call of the runtime: there is no kernel to specialise.</summary>
internal sealed class Conversion : KernelStrategy
{
    public static Conversion Instance { get; } = new();

    public override bool TakesConstants => true;

    public override bool IsVectorised => false;

    public override bool NeedsLanes(Node node) => false;

    public override bool Fits(Node node) => node.Operator is Graph.Operators.Convert;

    public override string Reason(Node node) => "copied from one order of memory to another";

    public override int SourceOffset(Node node, Planning.TensorLayout input) => input.Origin;

    public override void Write(KernelSite site) => throw new InvalidOperationException("A conversion has no kernel.");
}
