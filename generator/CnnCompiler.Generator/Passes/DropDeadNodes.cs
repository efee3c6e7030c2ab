using CnnCompiler.Generator.Graph;

namespace CnnCompiler.Generator.Passes;

/// <summary>Leaves out nodes that neither an output nor a tap depends on.</summary>
internal sealed class DropDeadNodes : IGraphPass
{
    public ModelGraph Run(ModelGraph graph)
    {
        var live = new HashSet<Value>(graph.Outputs.Concat(graph.Taps.Select(tap => tap.Value)));
        var kept = new List<Node>();
        foreach (var node in graph.Nodes.Reverse())
            if (node.Outputs.Any(live.Contains))
            {
                kept.Add(node);
                live.UnionWith(node.Inputs);
            }
        kept.Reverse();
        return graph with { Nodes = kept };
    }
}
