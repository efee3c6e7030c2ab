namespace CnnCompiler.Generator.Onnx;

/// <summary>Gives the free axes of inputs their lengths: those that the user pinned, and 1 for a batch in front.</summary>
internal sealed class FreeDimensions(IReadOnlyDictionary<string, int> pinned, ProblemList problems)
{
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private readonly HashSet<string> _batches = new(StringComparer.Ordinal);

    /// <summary>Notes the name of an input's free first axis: the same name means the same length wherever it stands.</summary>
    public void Lead(OnnxValueInfo input)
    {
        if (input.Shape is [{ Length: null, Name: { Length: > 0 } name }, ..])
            _batches.Add(name);
    }

    /// <summary>The lengths of an input's axes; null, with the problem told, where one is free.</summary>
    public int[]? Settle(OnnxValueInfo input)
    {
        if (input.Shape is not { } axes)
        {
            if (input.DataType != 0)
                problems.Add(new OnnxProblem(OnnxProblemKind.Unsound, input.Name, "the model does not say how many axes this input has: run onnx.shape_inference, or export it with a shape"));
            return null;
        }
        int[] shape = new int[axes.Count];
        bool free = false;
        for (int axis = 0; axis < shape.Length; axis++)
            if (Length(input, axes[axis], axis) is { } length)
                shape[axis] = length;
            else
                free = true;
        return free ? null : shape;
    }

    /// <summary>Tells of pinned dimensions that no input has.</summary>
    public void ReportUnknown()
    {
        foreach (string name in pinned.Keys.Where(name => !_seen.Contains(name)).OrderBy(name => name, StringComparer.Ordinal))
            problems.Add(new OnnxProblem(OnnxProblemKind.UnknownDimension, name, _seen.Count == 0
                ? "the model has no free dimension"
                : $"the model's free dimensions are {string.Join(", ", _seen.OrderBy(seen => seen, StringComparer.Ordinal).Select(ImportSite.Quote))}"));
    }

    private int? Length(OnnxValueInfo input, OnnxDimension dimension, int axis)
    {
        if (dimension.Length is { } length)
            return ImportSite.Small(length, $"a length of the input {ImportSite.Quote(input.Name)}", 0);
        string name = dimension.Name.Length > 0 ? dimension.Name : FormattableString.Invariant($"{input.Name}.{axis}");
        _seen.Add(name);
        if (pinned.TryGetValue(name, out int given))
            return given;
        if (axis == 0 || _batches.Contains(name))
            return 1;
        if (_told.Add(name))
            problems.Add(new OnnxProblem(OnnxProblemKind.FreeDimension, name, FormattableString.Invariant($"axis {axis} of the input {ImportSite.Quote(input.Name)}")));
        return null;
    }
}
