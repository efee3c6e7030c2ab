using System.Text;

namespace CnnCompiler.Generator.Graph;

/// <summary>Writes a graph as text, one node a line: what passes are tested on.</summary>
internal static class GraphPrinter
{
    public static string Print(ModelGraph graph)
    {
        var text = new StringBuilder();
        foreach (var input in graph.Inputs)
            text.Append("input ").Append(input.Name).Append(": ").Append(input.Type).Append('\n');
        foreach (var node in graph.Nodes)
            text.Append(string.Join(", ", node.Outputs.Select(output => output.Name))).Append(": ").Append(node.Output.Type)
                .Append(" = ").Append(node.Operator.Describe()).Append('(').Append(string.Join(", ", node.Inputs)).Append(")\n");
        foreach (var tap in graph.Taps)
            text.Append("tap ").Append(tap.Name).Append(": ").Append(tap.Value.Name).Append('\n');
        foreach (var output in graph.Outputs)
            text.Append("output ").Append(output.Name).Append('\n');
        return text.ToString();
    }
}
