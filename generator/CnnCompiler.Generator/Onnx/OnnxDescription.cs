using CnnCompiler.Generator.Emit;
using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Planning;
using CnnCompiler.Weights;

namespace CnnCompiler.Generator.Onnx;

/// <summary>Describes an imported model for the emitter.</summary>
internal static class OnnxDescription
{
    public static ModelDescription Of(OnnxImport import, ModelGraph graph, ByteScaling? image) => new(
        [.. import.Inputs.Select((port, index) => Tensor(port, graph.Inputs[index].Type, graph.Interface))],
        [.. import.Outputs.Select((port, index) => Tensor(port, graph.Outputs[index].Type, graph.Interface))],
        [.. import.Layers.Select(layer => new LayerDescription(layer.Name, layer.OpType, layer.OutputShape, layer.Parameters, layer.MultiplyAdds, "", layer.OutputBytes))],
        ArchitectureCode: null,
        image);

    /// <summary>The values of the nodes, which are the outputs of this graph.</summary>
    public static IReadOnlyList<TensorDescription> Maps(OnnxImport import, ModelGraph graph) =>
    [
        .. import.Maps.Select((map, index) => new TensorDescription(map.Name, map.Value.Type.Element, Axes(graph.Outputs[index].Type, graph.Interface))),
    ];

    /// <summary>An input or output with its axes in the order in which the user gives or gets them.</summary>
    private static TensorDescription Tensor(OnnxPort port, TensorType type, MemoryOrder order) => new(
        port.Name, port.DataType == OnnxTensor.Float16 ? ElementType.Float16 : type.Element, Axes(type, order));

    private static IReadOnlyList<int> Axes(TensorType type, MemoryOrder order) =>
        order == MemoryOrder.ChannelsLast && type is { IsMap: true, Rank: > 2 } ? [type.Batch, .. type.Shape.Skip(2), type.Channels] : type.Shape;
}
