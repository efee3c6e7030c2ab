using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using static CnnCompiler.Generator.CSharp;

namespace CnnCompiler.Generator.Kernels.RowMajor;

/// <summary>Windows added up to maps.</summary>
internal sealed class ColumnSums : RuntimeCall<ColumnsToMap>
{
    protected override string Call(ColumnsToMap op, Node node) =>
        $"DeformableMath.AddColumns({Memory(node)}, {Literal(node.Output.Type.Batch * node.Output.Type.Channels)}, {List(op.Lengths)}, {List(op.Places)}, " +
        $"[{string.Join(", ", op.Windows.Select(Window))}])";
}
