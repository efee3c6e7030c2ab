using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;

namespace CnnCompiler.Generator.Kernels.RowMajor;

/// <summary>A tensor stretched to a shape.</summary>
internal sealed class Expansion : RowMajorStrategy
{
    public override bool Fits(Node node) => node.Operator is Expand;

    public override string Reason(Node node) => "a copy in which stretched axes stand still";

    public override void Write(KernelSite site)
    {
        var shape = site.Node.Output.Type.Shape;
        StridedCopy.Gather(shape, Strides.Stretched(site.Node.Input.Type, shape)).Write(site.Code);
    }
}
