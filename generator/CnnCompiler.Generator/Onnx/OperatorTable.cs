using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Onnx.Importers;

namespace CnnCompiler.Generator.Onnx;

/// <summary>Makes graph nodes of one node of a file, and returns the values of its outputs.</summary>
internal delegate IReadOnlyList<Value> NodeImporter(ImportSite site);

/// <summary>The operators that can be imported, each with its importer.</summary>
internal sealed class OperatorTable
{
    private static readonly OperatorTable Standard = MakeStandard();

    private readonly Dictionary<string, NodeImporter> _importers = new(StringComparer.Ordinal);

    /// <summary>The names of all operators, sorted: what the table of supported operators is written from.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Standard._importers.Keys.OrderBy(name => name, StringComparer.Ordinal)];

    /// <summary>Whether a domain is that of the standard's own operators.</summary>
    public static bool IsStandard(string domain) => domain is "" or "ai.onnx";

    /// <summary>The importer of a node, or null where there is none.</summary>
    public static NodeImporter? Find(OnnxNode node) =>
        node.Domain.Length == 0 && Standard._importers.TryGetValue(node.OpType, out var importer) ? importer : null;

    /// <summary>Why an operator of the standard has no importer, where there is more to say than that.</summary>
    public static string ReasonAgainst(OnnxNode node) => node.Domain.Length > 0 ? "" : node.OpType switch
    {
        "NonMaxSuppression" => "how many boxes it keeps depends on the scores, and shapes are static here: end the model in front of it and choose the boxes in your own code",
        "Unique" => "how many values it gives depends on the values, and shapes are static here",
        "If" or "Loop" or "Scan" => "graphs inside of nodes are not compiled: export the model with its loops unrolled and its conditions decided",
        _ => "",
    };

    /// <summary>Adds an operator with several outputs.</summary>
    public void AddAll(string name, NodeImporter importer) => _importers.Add(name, importer);

    /// <summary>Adds an operator with one output.</summary>
    public void Add(string name, Func<ImportSite, Value> importer) => _importers.Add(name, site => [importer(site)]);

    private static OperatorTable MakeStandard()
    {
        var table = new OperatorTable();
        Convolutions.Register(table);
        Pools.Register(table);
        Products.Register(table);
        Normalizations.Register(table);
        Activations.Register(table);
        Arithmetic.Register(table);
        Constants.Register(table);
        Shapes.Register(table);
        Selections.Register(table);
        Reductions.Register(table);
        Resizing.Register(table);
        Scatterings.Register(table);
        Einsums.Register(table);
        Regions.Register(table);
        Quantizations.Register(table);
        return table;
    }
}
