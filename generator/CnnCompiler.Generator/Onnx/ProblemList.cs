namespace CnnCompiler.Generator.Onnx;

/// <summary>Gathers what stands in the way of compiling a model, so that all of it is told at once: one problem for each kind of operator.</summary>
internal sealed class ProblemList
{
    /// <summary>As many nodes as are named; the rest are counted.</summary>
    private const int MostNamed = 5;

    private readonly List<OnnxProblem> _problems = [];
    private readonly Dictionary<(string Operator, string Reason), List<string>> _unsupported = [];
    private readonly List<(string Operator, string Reason)> _order = [];

    public int Count => _problems.Count + _order.Count;

    public void Add(OnnxProblem problem) => _problems.Add(problem);

    /// <summary>Adds a node that cannot be compiled.</summary>
    /// <param name="op">Its operator.</param>
    /// <param name="node">Its name.</param>
    /// <param name="reason">Why not; empty where the operator is unknown.</param>
    public void Unsupported(string op, string node, string reason)
    {
        if (!_unsupported.TryGetValue((op, reason), out var nodes))
        {
            _order.Add((op, reason));
            _unsupported[(op, reason)] = nodes = [];
        }
        nodes.Add(node);
    }

    public IReadOnlyList<OnnxProblem> ToList() =>
    [
        .. _problems,
        .. _order.Select(key => new OnnxProblem(OnnxProblemKind.UnsupportedOperator, ImportSite.Quote(key.Operator).Trim('"'), Describe(key.Reason, _unsupported[key]))),
    ];

    private static string Describe(string reason, List<string> nodes)
    {
        string names = string.Join(", ", nodes.Take(MostNamed).Select(ImportSite.Quote));
        string rest = nodes.Count > MostNamed ? FormattableString.Invariant($" and {nodes.Count - MostNamed} more") : "";
        return $"{(nodes.Count == 1 ? "node" : "nodes")} {names}{rest}{(reason.Length == 0 ? "" : ": " + reason)}";
    }
}
