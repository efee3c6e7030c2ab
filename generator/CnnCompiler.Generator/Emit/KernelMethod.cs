using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Kernels;
using CnnCompiler.Generator.Planning;
using CnnCompiler.Generator.Weights;

namespace CnnCompiler.Generator.Emit;

/// <summary>A kernel's method, written but not yet placed: its name, its statements and what it packs.</summary>
/// <param name="Name">The method's name, one of its own.</param>
/// <param name="Planned">The node that it computes.</param>
/// <param name="Pieces">The pieces that threads may share, and the method may be called for; 1 where it computes all there is.</param>
/// <param name="Packing">What it packs.</param>
/// <param name="Statements">Its text, line by line.</param>
internal sealed record KernelMethod(string Name, PlannedNode Planned, int Pieces, PackingRecipe Packing, IReadOnlyList<string> Statements)
{
    private readonly Dictionary<int, int> _packedConstants = [];

    public bool HasTemporary => Planned.TemporaryOffset >= 0;

    /// <summary>Whether the method reads weights that it packed itself.</summary>
    public bool HasWeights => Packing.Length > 0 && !Planned.Strategy.TakesConstants;

    /// <summary>Writes the methods of all nodes, each under a name of its own.</summary>
    public static IReadOnlyList<KernelMethod> WriteAll(IEnumerable<PlannedNode> nodes)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        return [.. nodes.Where(planned => planned.Strategy is not Conversion).Select(planned => Write(planned, Claim(names, planned.Node.Name)))];
    }

    /// <summary>The parameters in order, with their types.</summary>
    public IReadOnlyList<(string Type, string Name)> Parameters
    {
        get
        {
            bool numbered = Planned.Strategy.Order == MemoryOrder.RowMajor;
            return
            [
                .. Planned.Inputs.Select((place, index) => (place.Layout.Element.CSharpName(), numbered ? "input" + CSharp.Literal(index) : index == 0 ? "source" : "other")),
                .. Planned.Outputs.Select((place, index) => (place.Layout.Element.CSharpName(), numbered ? "output" + CSharp.Literal(index) : "target")),
                .. HasWeights ? [("float", "weights")] : Array.Empty<(string, string)>(),
                .. HasTemporary ? [("float", "temporary")] : Array.Empty<(string, string)>(),
            ];
        }
    }

    /// <summary>Where in the node's packed weights a float32 constant operand begins; -1 for other operands.</summary>
    public int PackedConstant(int operand) => _packedConstants.TryGetValue(operand, out int start) ? start : -1;

    /// <summary>The statements of the method that computes the node for a batch; what it packs is what this one packs.</summary>
    public IReadOnlyList<string> BatchStatements()
    {
        var code = new CodeWriter();
        Planned.Strategy.WriteBatch(new KernelSite(Planned.Node, [.. Planned.Inputs.Select(place => place.Layout)], Planned.Output.Layout, new PackingRecipe(), code));
        return code.ToString().TrimEnd('\n').Split('\n');
    }

    private static KernelMethod Write(PlannedNode planned, string name)
    {
        var packing = new PackingRecipe();
        var code = new CodeWriter();
        int pieces = SharedWork.Pieces(planned);
        planned.Strategy.Write(new KernelSite(planned.Node, [.. planned.Inputs.Select(place => place.Layout)], planned.Output.Layout, packing, code)
        {
            IsShared = pieces > 1,
        });
        var method = new KernelMethod(name, planned, pieces, packing, code.ToString().TrimEnd('\n').Split('\n'));
        method.PackConstants();
        return method;
    }

    private void PackConstants()
    {
        if (!Planned.Strategy.TakesConstants)
            return;
        for (int operand = 0; operand < Planned.Node.Inputs.Count; operand++)
            if (Planned.Node.Inputs[operand] is { Weight: { Element: ElementType.Float32 } weight } value)
            {
                string variable = Packing.Variable(weight);
                _packedConstants[operand] = Packing.Pack(value.Type.Length, packed => $"{variable}.CopyTo({packed});");
            }
    }

    private static string Claim(HashSet<string> names, string wanted)
    {
        string name = wanted;
        for (int number = 2; !names.Add(name); number++)
            name = $"{wanted}_{CSharp.Literal(number)}";
        return name;
    }
}
