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
    /// <summary>The start of the names of the file's own helper classes.</summary>
    public string Prefix { get; } = Identifier(Target.Name);

    public string Net => Prefix + "Net";

    public string Kernels => Prefix + "Kernels";

    public string Recipe => Prefix + "Weights";

    public int InputLength => Description.Input.Shape.Aggregate(1, (product, axis) => product * axis);

    public int OutputLength => Description.Output.Shape.Aggregate(1, (product, axis) => product * axis);

    public int ScratchBytes => checked(4 * Plan.ScratchLength);

    private static string Identifier(string name)
    {
        string letters = new([.. name.TakeWhile(c => c != '<').Where(c => char.IsLetterOrDigit(c) || c == '_')]);
        return letters.Length > 0 && !char.IsDigit(letters[0]) ? letters : "Model" + letters;
    }
}
