namespace CnnCompiler.Generator.Onnx;

/// <summary>Brings the nodes of a file into an order in which each stands behind all that it reads; most files have it already.</summary>
internal static class NodeOrder
{
    /// <exception cref="OnnxException">Nodes read each other in a circle, read what nothing makes, or make the same value.</exception>
    public static IReadOnlyList<OnnxNode> Sort(OnnxModel model, Func<string, bool> isInitializer)
    {
        var makers = new Dictionary<string, int>(StringComparer.Ordinal);
        var given = new HashSet<string>(model.Inputs.Select(input => input.Name), StringComparer.Ordinal);
        for (int index = 0; index < model.Nodes.Count; index++)
            foreach (string output in model.Nodes[index].Outputs.Where(name => name.Length > 0))
            {
                if (makers.ContainsKey(output) || given.Contains(output) || isInitializer(output))
                    throw new OnnxException($"expected one thing that makes {ImportSite.Quote(output)}; found two");
                makers.Add(output, index);
            }

        var waiting = new int[model.Nodes.Count];
        var readers = new List<int>[model.Nodes.Count];
        for (int index = 0; index < waiting.Length; index++)
            foreach (string input in model.Nodes[index].Inputs.Where(name => name.Length > 0).Distinct())
            {
                if (makers.TryGetValue(input, out int maker))
                {
                    (readers[maker] ??= []).Add(index);
                    waiting[index]++;
                }
                else if (!given.Contains(input) && !isInitializer(input))
                    throw new OnnxException(
                        $"{ImportSite.Quote(model.Nodes[index].OpType)} {ImportSite.Quote(model.Nodes[index].Title)} reads {ImportSite.Quote(input)}; found nothing that makes it");
            }

        // Of the nodes that are ready, the first in the file comes first.
        var ready = new SortedSet<int>(Enumerable.Range(0, waiting.Length).Where(index => waiting[index] == 0));
        var sorted = new List<OnnxNode>();
        while (ready.Count > 0)
        {
            int next = ready.Min;
            ready.Remove(next);
            sorted.Add(model.Nodes[next]);
            foreach (int reader in readers[next] ?? [])
                if (--waiting[reader] == 0)
                    ready.Add(reader);
        }
        if (sorted.Count < waiting.Length)
        {
            var stuck = model.Nodes[Array.FindIndex(waiting, count => count > 0)];
            throw new OnnxException($"expected a graph without circles; found one through {ImportSite.Quote(stuck.OpType)} {ImportSite.Quote(stuck.Title)}");
        }
        return sorted;
    }
}
