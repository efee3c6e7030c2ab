using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using static CnnCompiler.Generator.CSharp;

namespace CnnCompiler.Generator.Kernels.RowMajor;

/// <summary>Elements that indices of the output's own shape name, each index checked.</summary>
internal sealed class ElementGathering : RowMajorStrategy
{
    public override bool Fits(Node node) => node.Operator is GatherElements;

    public override string Reason(Node node) => "one element for each index; an index outside throws";

    public override void Write(KernelSite site)
    {
        var (code, input, output) = (site.Code, site.Node.Input.Type, site.Node.Output.Type);
        int axis = ((GatherElements)site.Node.Operator).Axis;
        int[] strides = Strides.Of(input.Shape);
        var loops = new LoopNest("ijklmn", output.Shape, [.. strides.Select((stride, other) => other == axis ? 0 : stride)], Strides.Of(output.Shape));
        if (loops.IsEmpty)
            return;
        using (loops.Open(code))
        {
            code.Line($"int place = TensorSearch.Index({Elements.At("input1", loops.Index(1))}, {Literal(input.Shape[axis])});");
            code.Line($"{Elements.At("output0", loops.Index(1))} = {Elements.At("input0", Elements.Sum(loops.Index(0), Elements.Times("place", strides[axis])))};");
        }
    }
}
