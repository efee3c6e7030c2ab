using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Planning;

namespace CnnCompiler.Generator.Emit;

/// <summary>Everything that the parts of the generated file are written from.</summary>
/// <param name="Target">The user's class.</param>
/// <param name="Description">What the front end says of the model.</param>
/// <param name="Plan">The net, its kernels chosen and its memory planned.</param>
/// <param name="WeightFile">The weight file's name in the declaration; null where there is none.</param>
/// <param name="Weights">The embedded weight file; null where it is missing or none is needed.</param>
/// <param name="NeedsWeights">Whether the net reads anything from a weight file.</param>
internal sealed record ModelSource(
    TargetType Target, ModelDescription Description, ExecutionPlan Plan, string? WeightFile, EmbeddedWeights? Weights, bool NeedsWeights)
{
    /// <summary>The model once more, with the output of every layer; null where nobody asked for them.</summary>
    public FeatureMapSource? FeatureMaps { get; init; }

    /// <summary>Whether the weight file holds quantised weights, whose scales are in the generated code.</summary>
    public bool HoldsQuantised { get; init; }

    /// <summary>The expression that packs the weights of a stream.</summary>
    public string LoadedWeights
    {
        get
        {
            if (!NeedsWeights)
                return $"global::CnnCompiler.Generated.{Net}.BuiltIn";
            string same = HoldsQuantised && Weights is not null ? $".RequireChecksum({CSharp.Literal(Weights.Checksum)})" : "";
            return $"global::CnnCompiler.Generated.{Recipe}.Pack(global::CnnCompiler.Weights.WeightFile.Open(stream){same})";
        }
    }

    /// <summary>What the names of the file's own helper classes have behind the model's; empty for the model itself.</summary>
    public string Part { get; init; } = "";

    /// <summary>The start of the names of the file's own helper classes.</summary>
    public string Prefix => Identifier(Target.Name) + Part;

    public string Net => Prefix + "Net";

    public string Kernels => Prefix + "Kernels";

    public string Batch => Prefix + "Batch";

    public string Shared => Prefix + "Shared";

    public string Recipe => Prefix + "Weights";

    public int ScratchBytes => checked(4 * (Plan.ScratchLength + HalfTensors.LengthOf(Description)));

    /// <summary>Whether the model is one float32 input to one float32 output, which have an interface of their own.</summary>
    public bool IsFloatToFloat => Description.Inputs.Count == 1 && Description.Outputs.Count == 1
        && Description.Inputs[0].Element == ElementType.Float32 && Description.Outputs[0].Element == ElementType.Float32;

    /// <summary>Whether a batch is computed by code of its own; the maps of its layers are not.</summary>
    public bool ComputesBatches => IsFloatToFloat && Part.Length == 0;

    /// <summary>The names of the parameters for inputs and outputs: those of the model as far as C# allows, each once.</summary>
    public IReadOnlyList<string> InputNames => IsFloatToFloat ? ["input"] : Parameters.Take(Description.Inputs.Count).ToArray();

    public IReadOnlyList<string> OutputNames => IsFloatToFloat ? ["output"] : Parameters.Skip(Description.Inputs.Count).ToArray();

    private IReadOnlyList<string>? _parameters;

    private IReadOnlyList<string> Parameters => _parameters ??= UniqueNames(
    [
        .. Description.Inputs.Select(tensor => tensor.Name),
        // Nobody sees the parameters that stand for feature maps, of which there may be hundreds.
        .. Description.Outputs.Select((tensor, index) => Part.Length > 0 ? "map" + CSharp.Literal(index) : tensor.Name),
    ]);

    private static string[] UniqueNames(string[] names)
    {
        // The names that the generated methods use themselves.
        var taken = new HashSet<string>(StringComparer.Ordinal) { "workspace", "weights", "scratch", "pixels", "rowStride", "inputs", "outputs" };
        for (int index = 0; index < names.Length; index++)
            taken.Add(HalfTensors.NameOf(index));
        return [.. names.Select(name =>
        {
            string wanted = Parameter(name);
            string unique = wanted;
            for (int number = 2; !taken.Add(unique); number++)
                unique = wanted + CSharp.Literal(number);
            return unique;
        })];
    }

    /// <summary>A tensor's name as a parameter: letters and digits, the first one small.</summary>
    private static string Parameter(string name)
    {
        string[] words = new string([.. name.Select(c => c < 128 && char.IsLetterOrDigit(c) ? c : ' ')]).Split([' '], StringSplitOptions.RemoveEmptyEntries);
        string joined = string.Concat(words.Select((word, index) => index == 0
            ? char.ToLowerInvariant(word[0]) + word.Substring(1)
            : char.ToUpperInvariant(word[0]) + word.Substring(1)));
        return joined.Length == 0 || char.IsDigit(joined[0]) ? "tensor" + joined : CSharp.IsKeyword(joined) ? joined + "Tensor" : joined;
    }

    private static string Identifier(string name)
    {
        string letters = new([.. name.TakeWhile(c => c != '<').Where(c => char.IsLetterOrDigit(c) || c == '_')]);
        return letters.Length > 0 && !char.IsDigit(letters[0]) ? letters : "Model" + letters;
    }
}
