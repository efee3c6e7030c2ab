using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;

namespace CnnCompiler.Generator.Kernels.RowMajor;

/// <summary>Tensors behind one another along an axis.</summary>
internal sealed class Concatenation : RowMajorStrategy
{
    public override bool Fits(Node node) => node.Operator is Concat;

    public override string Reason(Node node) => "one copy for each operand";

    public override void Write(KernelSite site)
    {
        int axis = ((Concat)site.Node.Operator).Axis;
        int[] target = Strides.Of(site.Node.Output.Type.Shape);
        int offset = 0;
        for (int input = 0; input < site.Node.Inputs.Count; input++)
        {
            var shape = site.Node.Inputs[input].Type.Shape;
            new StridedCopy(shape, Strides.Of(shape), target) { Source = "input" + CSharp.Literal(input), TargetOffset = offset }.Write(site.Code);
            offset += shape[axis] * target[axis];
        }
    }
}
