using System.Globalization;
using CnnCompiler.Inference;

namespace CnnCompiler.Report;

/// <summary>The table of the layers.</summary>
internal static class LayerTable
{
    public static void Write(PageSection section, ModelInfo info)
    {
        section.Table("Layers in order", ["Layer", "Output", "Parameters", "Multiply-adds", "Memory", "Receptive field", "Computed by"],
            info.Layers.ToArray().Select(layer => (IReadOnlyList<string>)
            [
                $"{layer.Name} ({layer.Kind})", layer.OutputShape, Count(layer.Parameters), Count(layer.MultiplyAdds), Bytes(layer.ActivationBytes), layer.ReceptiveField,
                layer.Kernel,
            ]));
        var rows = new List<IReadOnlyList<string>>();
        foreach (var input in info.Inputs)
            rows.Add(["Input", input.ToString()]);
        foreach (var output in info.Outputs)
            rows.Add(["Output", output.ToString()]);
        rows.Add(["Parameters", Count(info.Parameters)]);
        rows.Add(["Multiply-adds", Count(info.MultiplyAdds)]);
        if (info.PackedWeightBytes > 0)
            rows.Add(["Packed weights", Bytes(info.PackedWeightBytes)]);
        if (info.ScratchBytes > 0)
            rows.Add(["Scratch memory of a call", Bytes(info.ScratchBytes)]);
        if (info.WeightFile.Length > 0)
            rows.Add(["Weight file", info.WeightChecksum.Length > 0 ? $"{info.WeightFile}, SHA-256 {info.WeightChecksum}" : $"{info.WeightFile} (missing)"]);
        section.Table("The whole model", ["", ""], rows);
    }

    /// <summary>What a compiled class would say of a net, but for what the compiler decides.</summary>
    public static ModelInfo Describe(Architecture architecture, string name)
    {
        var layers = new LayerInfo[architecture.Layers.Count];
        var field = ReceptiveField.OfInput;
        bool whole = architecture.InputShape.Rank == 1;
        for (int index = 0; index < layers.Length; index++)
        {
            var layer = architecture.Layers[index];
            var (before, after) = (architecture.ShapeBefore(index), architecture.ShapeAfter(index));
            field = layer.Widen(field, before);
            whole |= layer is Dense;
            layers[index] = new LayerInfo(
                architecture.NameOf(index), layer.Kind, after.ToString(), architecture.ParametersOf(index).Sum(parameter => parameter.Length), layer.MultiplyAdds(before),
                whole ? "all" : field.ToString(), 4L * after.Length, "not compiled");
        }
        return new ModelInfo(name, [Tensor("input", architecture.InputShape)], [Tensor("output", architecture.OutputShape)], layers);
    }

    private static TensorInfo Tensor(string name, TensorShape shape) => new(name, TensorElementType.Float32, shape.Rank switch
    {
        3 => [shape.Height, shape.Width, shape.Channels],
        2 => [shape.Width, shape.Channels],
        _ => [shape.Channels],
    });

    private static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Bytes(long value) => value < 10_000 ? $"{Count(value)} B" : string.Create(CultureInfo.InvariantCulture, $"{value / 1024.0:N1} KB");
}
