using CnnCompiler.Oracle.Onnx;

namespace CnnCompiler.Conformance.Cases;

/// <summary>
/// The inputs that an operator needs to know when it is compiled, because they are weights that are packed or because shapes depend on them.
/// The standard's cases give even these at run time; in the models people have they are constants.
/// </summary>
internal static class ConstantInputs
{
    private static readonly Dictionary<string, int[]> s_positions = new(StringComparer.Ordinal)
    {
        ["Conv"] = [1, 2],
        ["ConvTranspose"] = [1, 2],
        ["BatchNormalization"] = [1, 2, 3, 4],
        ["Reshape"] = [1],
        ["Expand"] = [1],
        ["Tile"] = [1, 2],
        ["ConstantOfShape"] = [0],
        ["Pad"] = [1, 3],
        ["Slice"] = [1, 2, 3, 4],
        ["Split"] = [1],
        ["Squeeze"] = [1],
        ["Unsqueeze"] = [1],
        ["Resize"] = [1, 2, 3],
        ["Upsample"] = [1],
        ["TopK"] = [1],
        ["Dropout"] = [1, 2],
        ["OneHot"] = [1],
        ["Range"] = [0, 1, 2],
        ["CumSum"] = [1],
        ["Trilu"] = [1],
        ["Compress"] = [1],
        ["CenterCropPad"] = [1],
        ["AffineGrid"] = [1],
        ["MaxUnpool"] = [2],
        ["DFT"] = [1, 2],
        ["Col2Im"] = [1, 2],
        ["ReduceL1"] = [1],
        ["ReduceL2"] = [1],
        ["ReduceLogSum"] = [1],
        ["ReduceLogSumExp"] = [1],
        ["ReduceMax"] = [1],
        ["ReduceMean"] = [1],
        ["ReduceMin"] = [1],
        ["ReduceProd"] = [1],
        ["ReduceSum"] = [1],
        ["ReduceSumSquare"] = [1],
    };

    /// <summary>Operators whose result is known from the shape of their input: what they are computed from need not be constant.</summary>
    private static readonly HashSet<string> s_shapeOnly = new(StringComparer.Ordinal) { "Shape", "Size" };

    /// <summary>The inputs of a model that must be constants, those that are computed into one included.</summary>
    public static HashSet<string> Of(ModelProto model)
    {
        var producers = model.Graph.Node.SelectMany(node => node.Output.Where(output => output.Length > 0).Select(output => (output, node)))
            .GroupBy(pair => pair.output).ToDictionary(group => group.Key, group => group.First().node, StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(model.Graph.Node.SelectMany(NeededBy));
        while (open.TryPop(out string? value))
            if (value.Length > 0 && seen.Add(value) && producers.TryGetValue(value, out var producer) && !s_shapeOnly.Contains(producer.OpType))
                foreach (string input in producer.Input)
                    open.Push(input);
        return [.. model.Graph.Input.Select(input => input.Name).Where(seen.Contains)];
    }

    private static IEnumerable<string> NeededBy(NodeProto node)
    {
        if (!s_positions.TryGetValue(node.OpType, out int[]? positions) || IsTraining(node))
            return [];
        return positions.Where(position => position < node.Input.Count).Select(position => node.Input[position]);
    }

    /// <summary>Batch normalisation that is being trained takes its parameters as it takes its data.</summary>
    private static bool IsTraining(NodeProto node) =>
        node.OpType == "BatchNormalization" && node.Attribute.Any(attribute => attribute is { Name: "training_mode", I: not 0 });
}
