using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Planning;

namespace CnnCompiler.Generator.Kernels.RowMajor;

/// <summary>
/// A kernel over tensors of any rank and type that lie in row-major order without gaps. In the method it writes, <c>input0</c>, <c>input1</c>, ...
/// are references to the first element of each operand (constants among them, absent optional operands left out) and <c>output0</c>, ... to that of each
/// output, each of the element's own C# type.
/// </summary>
internal abstract class RowMajorStrategy : KernelStrategy
{
    public sealed override MemoryOrder Order => MemoryOrder.RowMajor;

    public sealed override bool TakesConstants => true;

    public override bool IsVectorised => false;

    public override bool NeedsLanes(Node node) => false;

    public override string Reason(Node node) => "a plain loop over row-major memory";
}
