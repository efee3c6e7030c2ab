using CnnCompiler.Generator.Emit;
using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Planning;
using CnnCompiler.Generator.Weights;

namespace CnnCompiler.Generator.Kernels;

/// <summary>
/// What a strategy is given to write one kernel. In the method it writes, <c>source</c> and <c>other</c> are the inputs, <c>target</c> the first
/// pixel of the output, <c>weights</c> the node's packed weights and <c>temporary</c> its own scratch memory.
/// </summary>
internal sealed record KernelSite(Node Node, IReadOnlyList<TensorLayout> Inputs, TensorLayout Output, PackingRecipe Packing, CodeWriter Code)
{
    public TensorLayout Input => Inputs[0];

    /// <summary>The name of the reference to the input: another one where a kernel is part of a larger one.</summary>
    public string Source { get; init; } = "source";

    /// <summary>The name of the reference to the output.</summary>
    public string Target { get; init; } = "target";

    /// <summary>Lanes that hold channels of the output, dead ones at the end included.</summary>
    public int OutputLanes => Lanes.Pad(Output.Channels);

    /// <summary>Packs the bias, filled up with zeros to whole vectors; -1 where the node has none.</summary>
    public int PackBias()
    {
        if (Node.Inputs.Count < 3)
            return -1;
        string bias = Packing.Variable(Node.Inputs[2].Weight!);
        return Packing.Pack(OutputLanes, packed => $"WeightPacking.Lanes({bias}, {packed});");
    }

    /// <summary>The text of a reference some constant number of values behind another.</summary>
    public static string At(string reference, int offset) => Reference.At(reference, offset);

    /// <summary>The text of a reference some computed number of values behind another.</summary>
    public static string At(string reference, string offset) => Reference.At(reference, offset);

    /// <summary>The text of variable times a constant, plus a constant.</summary>
    public static string Scaled(string variable, int factor, int summand = 0)
    {
        string product = factor == 1 ? variable : $"{variable} * {CSharp.Literal(factor)}";
        return summand == 0 ? product : $"{product} + {CSharp.Literal(summand)}";
    }
}
