using CnnCompiler.Weights;

namespace CnnCompiler.Generator.Weights;

/// <summary>
/// What is known of a weight file, without its values. Immutable; equal to another of the same name and place with the same content or the same
/// problem, as everything else here follows from the content.
/// </summary>
internal sealed class WeightFileSummary : IEquatable<WeightFileSummary>
{
    /// <summary>As many misfits as are told; the rest are counted.</summary>
    private const int MostTold = 10;

    private readonly TensorIndex? _header;
    private readonly IReadOnlyDictionary<string, string> _notFinite;

    private WeightFileSummary(
        string name, string path, string checksum, string? problem, TensorIndex? header, IReadOnlyDictionary<string, string> notFinite) =>
        (Name, Path, Checksum, Problem, _header, _notFinite) = (name, path, checksum, problem, header, notFinite);

    /// <summary>The name as the project lists it.</summary>
    public string Name { get; }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>SHA-256 of its bytes in lower-case hexadecimal; empty where it cannot be read.</summary>
    public string Checksum { get; }

    /// <summary>Why it cannot be read, or null.</summary>
    public string? Problem { get; }

    /// <summary>Whether it is an ONNX model and not a safetensors file; false where it cannot be read.</summary>
    public bool IsOnnx => _header is OnnxTensors;

    /// <summary>The resource that CnnCompiler.targets embeds the file as.</summary>
    public string ResourceName => "CnnModel/" + Name.Replace('\\', '/');

    public static WeightFileSummary Unreadable(string name, string path, string problem) =>
        new(name, path, "", WithoutName(name, problem), null, new Dictionary<string, string>());

    /// <param name="name">The name as the project lists it.</param>
    /// <param name="path">Where it is.</param>
    /// <param name="checksum">SHA-256 of its bytes.</param>
    /// <param name="header">Its header.</param>
    /// <param name="notFinite">For each tensor with NaN or infinity, the text that says so.</param>
    public static WeightFileSummary Readable(
        string name, string path, string checksum, TensorIndex header, IReadOnlyDictionary<string, string> notFinite) =>
        new(name, path, checksum, null, header, notFinite);

    /// <summary>Everything in which the file differs from what a net needs; empty where it fits.</summary>
    public IReadOnlyList<string> Misfits(IEnumerable<LayerParameter> parameters)
    {
        var misfits = new List<string>();
        foreach (var parameter in parameters)
        {
            try
            {
                _header!.Require(parameter.Name, [.. parameter.Shape]);
                if (_notFinite.TryGetValue(parameter.Name, out string? found))
                    misfits.Add(WithoutName(found));
            }
            catch (WeightException misfit)
            {
                misfits.Add(WithoutName(misfit.Message));
            }
        }
        int rest = misfits.Count - MostTold;
        if (rest <= 0)
            return misfits;
        misfits.RemoveRange(MostTold, rest);
        misfits.Add(FormattableString.Invariant($"{rest} more tensors do not fit."));
        return misfits;
    }

    private string WithoutName(string message) => WithoutName(Name, message);

    /// <summary>The diagnostics begin with the file's name themselves.</summary>
    private static string WithoutName(string name, string message) =>
        message.StartsWith(name + ": ", StringComparison.Ordinal) ? message.Substring(name.Length + 2) : message;

    public bool Equals(WeightFileSummary? other) =>
        other != null && Name == other.Name && Path == other.Path && Checksum == other.Checksum && Problem == other.Problem;

    public override bool Equals(object? obj) => Equals(obj as WeightFileSummary);

    public override int GetHashCode() => unchecked(Name.GetHashCode() * 31 + Checksum.GetHashCode());
}
