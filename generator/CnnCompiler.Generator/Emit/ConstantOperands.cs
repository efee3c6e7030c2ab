using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Planning;
using CnnCompiler.Generator.Weights;
using static CnnCompiler.Generator.CSharp;

namespace CnnCompiler.Generator.Emit;

/// <summary>Writes the constant operands that are not float32: literals that the compiler keeps as data of the assembly.</summary>
internal static class ConstantOperands
{
    public static void Write(CodeWriter code, IReadOnlyList<KernelMethod> kernels)
    {
        foreach (var kernel in kernels)
            for (int operand = 0; operand < kernel.Planned.Inputs.Count; operand++)
                if (kernel.Planned.Inputs[operand].Region == Region.Constant && kernel.PackedConstant(operand) < 0)
                {
                    var literal = LiteralOf(kernel.Planned.Node.Inputs[operand]);
                    code.Line();
                    code.Line($"internal static ReadOnlySpan<{literal.Element.CSharpName()}> {NameOf(kernel, operand)} => [{literal.Elements}];");
                }
    }

    public static string NameOf(KernelMethod kernel, int operand) => $"{kernel.Name}Input{CSharp.Literal(operand)}";

    /// <summary>A reference to a constant where it is copied, not computed with.</summary>
    public static string Literal(Value value)
    {
        var literal = LiteralOf(value);
        return $"ref MemoryMarshal.GetReference((ReadOnlySpan<{literal.Element.CSharpName()}>)[{literal.Elements}])";
    }

    private static LiteralTensor LiteralOf(Value value) => value.Weight as LiteralTensor
        ?? throw new InvalidOperationException($"{value} is {value.Type}: only float32 tensors are read from the weight file.");
}
