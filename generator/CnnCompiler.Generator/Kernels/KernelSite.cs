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
    /// <summary>Whether the method computes only the pieces from <c>begin</c> to before <c>end</c>.</summary>
    public bool IsShared { get; init; }

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
        if (Node.Inputs.Count < 3 || !Node.Inputs[2].IsConstant)
            return -1;
        string bias = Packing.Variable(Node.Inputs[2].Weight!);
        return Packing.Pack(OutputLanes, packed => $"WeightPacking.Lanes({bias}, {packed});");
    }

    /// <summary>Points <c>added</c> at the first value of a tile in the map that a convolution adds to its sums; nothing where it adds none.</summary>
    /// <param name="offset">The text of the way there from the map's first pixel, for the map's layout.</param>
    public void WriteAddedPlace(Func<TensorLayout, string> offset)
    {
        if (Inputs.Count > 1)
            Code.Line($"ref float added = {At("other", offset(Inputs[1]))};");
    }

    /// <summary>Adds a vector of that map to a variable that holds finished sums; nothing where the convolution adds none.</summary>
    /// <param name="sums">The variable.</param>
    /// <param name="offset">From the place <c>added</c> points at to the pixel of the vector, for the map's layout.</param>
    /// <param name="vector">How many vectors of channels lie before it in the tile: 0 or 1.</param>
    public void WriteAddition(string sums, Func<TensorLayout, int> offset, int vector = 0)
    {
        if (Inputs.Count > 1)
            Code.Line($"{sums} = V.Add({sums}, V.Load({Behind("added", vector, offset(Inputs[1]))}));");
    }

    /// <summary>The text of a reference so many values, and perhaps one vector, behind another.</summary>
    public static string Behind(string reference, int vector, int offset) => vector == 0
        ? At(reference, offset)
        : At(reference, offset == 0 ? "V.Count" : $"V.Count + {CSharp.Literal(offset)}");

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
