using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;

namespace CnnCompiler.Generator.Kernels.RowMajor;

/// <summary>An operator that the runtime has a loop for: nets use it once if at all, and it gains nothing from sizes written into it.</summary>
internal abstract class RuntimeCall<TOperator> : RowMajorStrategy
    where TOperator : Operator
{
    public override bool Fits(Node node) => node.Operator is TOperator op && Fits(op, node);

    public override string Reason(Node node) => "one call of the runtime's loop, which takes any sizes";

    public override void Write(KernelSite site)
    {
        if (site.Node.Outputs.Any(output => output.Type.Length > 0))
            site.Code.Line(Call((TOperator)site.Node.Operator, site.Node) + ";");
    }

    /// <summary>Whether the runtime's loop is there for the operands' types.</summary>
    protected virtual bool Fits(TOperator op, Node node) => node.Input.Type.Element == ElementType.Float32;

    /// <summary>The text of the call.</summary>
    protected abstract string Call(TOperator op, Node node);

    /// <summary>Lengths as a collection expression.</summary>
    protected static string List(IEnumerable<int> lengths) => $"[{string.Join(", ", lengths.Select(CSharp.Literal))}]";

    /// <summary>References to the operands and the output.</summary>
    protected static string Memory(Node node) =>
        string.Join(", ", Enumerable.Range(0, node.Inputs.Count).Select(index => "ref input" + CSharp.Literal(index)).Append("ref output0"));

    protected static string Window(WindowGeometry window) =>
        $"new WindowAxis({CSharp.Literal(window.Kernel)}, {CSharp.Literal(window.Stride)}, {CSharp.Literal(window.Dilation)}, {CSharp.Literal(window.PadBefore)})";

    protected static string Flag(bool value) => value ? "true" : "false";
}
