using CnnCompiler.Generator.Emit;
using CnnCompiler.Generator.Graph;

namespace CnnCompiler.Generator.Declarations;

/// <summary>Describes a declared net for the emitter.</summary>
internal static class DeclarationDescription
{
    public static ModelDescription Of(Architecture architecture) => new(
        [new TensorDescription(architecture.InputShape.Rank == 3 ? "image" : "input", ElementType.Float32, Axes(architecture.InputShape))],
        [new TensorDescription("output", ElementType.Float32, Axes(architecture.OutputShape))],
        Layers(architecture),
        ArchitectureCode.Of(architecture),
        architecture.InputShape.Rank == 3 ? Bytes(architecture) : null);

    private static IReadOnlyList<LayerDescription> Layers(Architecture architecture)
    {
        var layers = new List<LayerDescription>();
        var fields = new List<(ReceptiveField Field, bool Whole)>();
        for (int index = 0; index < architecture.Layers.Count; index++)
        {
            var layer = architecture.Layers[index];
            var (before, after) = (architecture.ShapeBefore(index), architecture.ShapeAfter(index));
            var (seen, whole) = architecture.SourcesOf(index)
                .Select(source => source < 0 ? (Field: ReceptiveField.OfInput, Whole: false) : fields[source])
                .Aggregate((left, right) => (left.Field.Join(right.Field), left.Whole || right.Whole));
            // A dense layer sees everything, wherever the windows before it ended.
            var field = (Field: layer.Widen(seen, before), Whole: whole || layer is Dense);
            fields.Add(field);
            layers.Add(new LayerDescription(
                architecture.NameOf(index),
                layer.Kind,
                after.ToString(),
                architecture.ParametersOf(index).Sum(parameter => parameter.Length),
                layer.MultiplyAdds(before),
                field.Whole || architecture.InputShape.Rank == 1 ? "all" : field.Field.ToString(),
                4L * after.Length));
        }
        return layers;
    }

    private static ByteScaling Bytes(Architecture architecture)
    {
        var scaling = Enumerable.Range(0, architecture.InputShape.Channels).Select(architecture.Input.ByteScaling).ToArray();
        return new ByteScaling(
            [.. scaling.Select(channel => channel.Factor)], [.. scaling.Select(channel => channel.Summand)], architecture.Input.Order == ChannelOrder.Bgr);
    }

    private static IReadOnlyList<int> Axes(TensorShape shape) => shape.Rank switch
    {
        3 => [shape.Height, shape.Width, shape.Channels],
        2 => [shape.Width, shape.Channels],
        _ => [shape.Channels],
    };
}
