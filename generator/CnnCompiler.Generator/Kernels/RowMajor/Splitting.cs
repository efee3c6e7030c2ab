using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;

namespace CnnCompiler.Generator.Kernels.RowMajor;

/// <summary>Pieces of a tensor along an axis.</summary>
internal sealed class Splitting : RowMajorStrategy
{
    public override bool Fits(Node node) => node.Operator is Split;

    public override string Reason(Node node) => "one copy for each output";

    public override void Write(KernelSite site)
    {
        int axis = ((Split)site.Node.Operator).Axis;
        int[] source = Strides.Of(site.Node.Input.Type.Shape);
        int offset = 0;
        for (int output = 0; output < site.Node.Outputs.Count; output++)
        {
            var shape = site.Node.Outputs[output].Type.Shape;
            new StridedCopy(shape, source, Strides.Of(shape)) { Target = "output" + CSharp.Literal(output), SourceOffset = offset }.Write(site.Code);
            offset += shape[axis] * source[axis];
        }
    }
}
