using CnnCompiler.Oracle;
using static CnnCompiler.Numerics.Tests.RandomGraph;

namespace CnnCompiler.Numerics.Tests;

/// <summary>Maps at another resolution between convolutions, whose channels lie side by side, against ONNX Runtime.</summary>
public sealed class MapResizeTests
{
    [Fact]
    public void Resize_InEveryMode_AgreesWithOnnxRuntime() => GraphComparison.Sample(random =>
    {
        var graph = new RandomGraph(random, random.OneIn(4) ? 2 : 1, random.Pick(1, 3, 16), random.Integer(1, 12), random.Integer(1, 12));
        var map = random.OneIn(4) ? graph.Input : graph.Convolution(graph.Input, random.Pick(1, 3, 8, 16, 20, 48), 1);
        string mode = random.Pick("nearest", "linear", "linear", "cubic");
        string coordinates = random.Pick("half_pixel", "align_corners", "asymmetric", "pytorch_half_pixel");
        // Whole factors: at others ONNX Runtime's coordinates, which are float32, round to another pixel now and then.
        int down = random.OneIn(4) ? 1 : random.Integer(1, 3), across = random.OneIn(4) ? 1 : random.Integer(1, 3);
        var resized = graph.Node(
            "Resize", [map.Name, "", graph.Constant([1, 1, down, across], 4)], map.Channels,
            Text("mode", mode), Text("coordinate_transformation_mode", coordinates), Text("nearest_mode", random.Pick("floor", "round_prefer_floor")));
        return graph.ModelOfAnyShape(random.OneIn(3) ? resized : graph.Convolution(resized, random.Pick(2, 16), 3));
    }, batches: 3);

    [Fact]
    public void Shrinking_AgreesWithOnnxRuntime() => GraphComparison.Sample(random =>
    {
        int factor = random.Integer(2, 4);
        var graph = new RandomGraph(random, 1, 3, factor * random.Integer(1, 5), factor * random.Integer(1, 5));
        var map = graph.Convolution(graph.Input, random.Pick(3, 16, 20), 1);
        return graph.ModelOfAnyShape(graph.Node(
            "Resize", [map.Name, "", graph.Constant([1, 1, 1f / factor, 1f / factor], 4)], map.Channels,
            Text("mode", random.Pick("linear", "cubic")), Text("coordinate_transformation_mode", random.Pick("half_pixel", "asymmetric"))));
    });

    /// <summary>Both inputs of a concatenation are made in its memory: a decoder's skip connection.</summary>
    [Fact]
    public void ResizedMap_WrittenBesideOthers_AgreesWithOnnxRuntime() => GraphComparison.Sample(random =>
    {
        var graph = new RandomGraph(random, 1, 3, 2 * random.Integer(2, 6), 2 * random.Integer(2, 6));
        int channels = random.Pick(16, 32, 20);
        var skip = graph.Convolution(graph.Input, channels, 3);
        var small = graph.Node("MaxPool", [skip.Name], channels, Integers("kernel_shape", 2, 2), Integers("strides", 2, 2));
        var large = graph.Node("Resize", [graph.Convolution(small, channels, 3).Name, "", graph.Constant([1, 1, 2, 2], 4)], channels, Text("mode", random.Pick("nearest", "linear")));
        return graph.ModelOfAnyShape(graph.Convolution(graph.Concat(skip, large), 8, 3));
    });
}
