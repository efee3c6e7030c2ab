using CnnCompiler.Generator.Graph;
using static CnnCompiler.Generator.CSharp;

namespace CnnCompiler.Generator.Emit;

/// <summary>
/// Inputs and outputs of float16: the user's spans are widened before the first kernel and narrowed behind the last, in float32 memory that lies behind
/// the planned scratch memory.
/// </summary>
internal static class HalfTensors
{
    /// <summary>Values of a cache line, which each tensor begins at.</summary>
    private const int Line = 16;

    /// <summary>The name of the memory of an input or, behind the inputs, an output.</summary>
    public static string NameOf(int index) => "wide" + Literal(index);

    /// <summary>The float32 values that all of them take.</summary>
    public static int LengthOf(ModelDescription description) => Tensors(description).Where(IsHalf).Aggregate(0, (sum, tensor) => checked(sum + Padded(tensor)));

    /// <summary>What a reference to the float32 values of an input or output is taken of.</summary>
    public static string Memory(ModelSource model, int index) =>
        IsHalf(Tensors(model.Description).ElementAt(index)) ? NameOf(index) : $"MemoryMarshal.GetReference({Parameter(model, index)})";

    /// <summary>Declares the memory of all, and widens the inputs.</summary>
    public static void WriteWidening(CodeWriter code, ModelSource model)
    {
        foreach (var (index, tensor, offset) in Halves(model))
        {
            Declare(code, model, index, offset);
            if (index < model.InputNames.Count)
                code.Line($"HalfConversion.Widen({Parameter(model, index)}, ref {NameOf(index)});");
        }
    }

    /// <summary>Declares the memory of the outputs.</summary>
    public static void WriteOutputs(CodeWriter code, ModelSource model)
    {
        foreach (var (index, _, offset) in Halves(model).Where(half => half.Index >= model.InputNames.Count))
            Declare(code, model, index, offset);
    }

    /// <summary>Narrows the outputs.</summary>
    public static void WriteNarrowing(CodeWriter code, ModelSource model)
    {
        foreach (var (index, tensor, _) in Halves(model).Where(half => half.Index >= model.InputNames.Count))
            code.Line($"HalfConversion.Narrow(ref {NameOf(index)}, {Parameter(model, index)}[..{Literal(tensor.Length)}]);");
    }

    private static void Declare(CodeWriter code, ModelSource model, int index, int offset) =>
        code.Line($"ref float {NameOf(index)} = {Reference.At("workspace.First", offset)};");

    private static IEnumerable<(int Index, TensorDescription Tensor, int Offset)> Halves(ModelSource model)
    {
        int index = 0, offset = model.Plan.ScratchLength;
        foreach (var tensor in Tensors(model.Description))
        {
            if (IsHalf(tensor))
            {
                yield return (index, tensor, offset);
                offset += Padded(tensor);
            }
            index++;
        }
    }

    private static string Parameter(ModelSource model, int index) =>
        index < model.InputNames.Count ? model.InputNames[index] : model.OutputNames[index - model.InputNames.Count];

    private static IEnumerable<TensorDescription> Tensors(ModelDescription description) => description.Inputs.Concat(description.Outputs);

    private static bool IsHalf(TensorDescription tensor) => tensor.Element == ElementType.Float16;

    private static int Padded(TensorDescription tensor) => checked(tensor.Length + Line - 1) / Line * Line;
}
