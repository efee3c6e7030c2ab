using CnnCompiler.Generator.Graph;

namespace CnnCompiler.Generator.Emit;

/// <summary>The parameters that stand for the model's inputs and outputs.</summary>
internal static class Signature
{
    /// <summary>Spans for all inputs and outputs, as users pass them.</summary>
    public static IEnumerable<string> Spans(ModelSource model, string prefix) => Inputs(model, prefix).Concat(Outputs(model, prefix));

    public static IEnumerable<string> Inputs(ModelSource model, string prefix) =>
        model.InputNames.Select((name, index) => $"{prefix}ReadOnlySpan<{model.Description.Inputs[index].Element.CSharpName()}> {name}");

    public static IEnumerable<string> Outputs(ModelSource model, string prefix) =>
        model.OutputNames.Select((name, index) => $"{prefix}Span<{model.Description.Outputs[index].Element.CSharpName()}> {name}");

    /// <summary>References to the first value of each, and to the scratch memory and the weights, as the kernels' caller passes them.</summary>
    public static string References(ModelSource model) => string.Join(", ",
    [
        .. model.InputNames.Select((name, index) => $"ref {Computed(model.Description.Inputs[index])} {name}"),
        .. model.OutputNames.Select((name, index) => $"ref {Computed(model.Description.Outputs[index])} {name}"),
        "ref float scratch",
        "ref float weights",
    ]);

    /// <summary>The type that kernels see.</summary>
    private static string Computed(TensorDescription tensor) => (tensor.Element == ElementType.Float16 ? ElementType.Float32 : tensor.Element).CSharpName();
}
