using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using static CnnCompiler.Generator.CSharp;

namespace CnnCompiler.Generator.Kernels.RowMajor;

/// <summary>Matrix products of operands that are both known only at run time.</summary>
internal sealed class MatrixProduct : RowMajorStrategy
{
    public override bool Fits(Node node) => node.Operator is MatMul;

    public override string Reason(Node node) => "lanes are columns; one product for each pair of matrices";

    public override void Write(KernelSite site)
    {
        var (code, left, right, output) = (site.Code, site.Node.Inputs[0].Type, site.Node.Inputs[1].Type, site.Node.Output.Type);
        int inner = left.Shape[left.Rank - 1];
        int columns = right.Rank > 1 ? right.Shape[right.Rank - 1] : 1;
        int rows = left.Rank > 1 ? left.Shape[left.Rank - 2] : 1;
        IReadOnlyList<int> outerLeft = [.. left.Shape.Take(Math.Max(0, left.Rank - 2))];
        IReadOnlyList<int> outerRight = [.. right.Shape.Take(Math.Max(0, right.Rank - 2))];
        if (Strides.Product(outerRight) == 1)
        {
            // One matrix on the right: the matrices on the left are one high one.
            rows *= Strides.Product(outerLeft);
            (outerLeft, outerRight) = ([], []);
        }
        var leftType = new TensorType(left.Element, [.. outerLeft]);
        var rightType = new TensorType(right.Element, [.. outerRight]);
        int[] batch = Broadcasting.Shape([leftType, rightType]);
        if (output.Length == 0)
            return;
        var loops = new LoopNest(
            "ijklmn", batch, Times(Strides.Stretched(leftType, batch), rows * inner), Times(Strides.Stretched(rightType, batch), inner * columns),
            Times(Strides.Of(batch), rows * columns));
        using (loops.Open(code))
            code.Line($"MatrixMath.Multiply({Elements.Reference("input0", loops.Index(0))}, {Literal(inner)}, 1, {Elements.Reference("input1", loops.Index(1))}, {Literal(columns)}, 1, " +
                $"{Elements.Reference("output0", loops.Index(2))}, {Literal(rows)}, {Literal(inner)}, {Literal(columns)});");
    }

    private static int[] Times(int[] strides, int size) => [.. strides.Select(stride => stride * size)];
}
