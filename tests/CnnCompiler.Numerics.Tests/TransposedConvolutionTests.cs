using CnnCompiler.Oracle;
using CnnCompiler.Oracle.Onnx;
using static CnnCompiler.Numerics.Tests.RandomGraph;

namespace CnnCompiler.Numerics.Tests;

/// <summary>Transposed convolutions of maps, with all that is fused into them, against ONNX Runtime.</summary>
public sealed class TransposedConvolutionTests
{
    [Fact]
    public void TransposedConvolution_WithEverySetting_AgreesWithOnnxRuntime() => GraphComparison.Sample(random =>
    {
        var graph = new RandomGraph(random, random.OneIn(4) ? 2 : 1, random.Pick(1, 3, 8, 16, 32), random.Integer(1, 9), random.Integer(1, 9));
        var map = random.OneIn(3) ? graph.Input : graph.Convolution(graph.Input, random.Pick(3, 8, 16, 32), 3);
        // ONNX Runtime infers no shape behind an output_shape, and no convolution can follow.
        bool givesShape = random.OneIn(4);
        map = Transposed(graph, random, map, givesShape);
        map = Followed(graph, random, map);
        return graph.ModelOfAnyShape(givesShape || random.OneIn(2) ? map : graph.Convolution(map, random.Pick(2, 16), 3));
    }, batches: 4);

    /// <summary>The upsampling of decoders: two by two, and four by four with a padding of one.</summary>
    [Fact]
    public void Decoder_AgreesWithOnnxRuntime() => GraphComparison.Sample(random =>
    {
        var graph = new RandomGraph(random, 1, random.Pick(8, 32), random.Integer(3, 12), random.Integer(3, 12));
        var map = graph.Convolution(graph.Input, 32, 1);
        for (int stage = 0; stage < 2; stage++)
        {
            bool overlaps = random.OneIn(2);
            int kernel = overlaps ? 4 : 2, filters = random.Pick(1, 3, 16, 32);
            map = graph.Node(
                "ConvTranspose", [map.Name, Kernel(graph, random, map.Channels, filters, kernel, kernel)], filters,
                Integers("strides", 2, 2), Integers("pads", overlaps ? [1, 1, 1, 1] : [0, 0, 0, 0]));
            map = Followed(graph, random, map);
        }
        return graph.ModelOfAnyShape(map);
    });

    private static Map Transposed(RandomGraph graph, RandomValues random, Map input, bool givesShape)
    {
        int groups = random.OneIn(3) ? random.Pick([.. new[] { 2, 4, 8, input.Channels }.Where(count => input.Channels % count == 0).DefaultIfEmpty(1)]) : 1;
        int filters = groups * random.Pick(1, 2, 4, 8, 16);
        var settings = new List<AttributeProto> { Integer("group", groups) };
        int[] kernel = [random.Integer(1, 5), random.Integer(1, 5)];
        int[] strides = [random.Integer(1, 4), random.Integer(1, 4)];
        int[] dilations = random.OneIn(3) ? [random.Integer(1, 3), random.Integer(1, 3)] : [1, 1];
        settings.Add(Integers("strides", strides[0], strides[1]));
        settings.Add(Integers("dilations", dilations[0], dilations[1]));
        int[] lengths = [.. new[] { graph.Height, graph.Width }.Select((length, axis) => (length - 1) * strides[axis] + (kernel[axis] - 1) * dilations[axis] + 1)];
        switch (givesShape ? 0 : random.Integer(1, 4))
        {
            case 1:
                // Where kernels are shorter than strides, ONNX Runtime does not fill the output up to the input's length times the stride.
                bool fills = strides.Select((stride, axis) => (kernel[axis] - 1) * dilations[axis] + 1 >= stride).All(reaches => reaches);
                settings.Add(Text("auto_pad", fills ? random.Pick("SAME_UPPER", "SAME_LOWER", "VALID") : "VALID"));
                break;
            case 0:
                // An odd rest of padding lies on the one side that auto_pad names.
                settings.Add(Integers("output_shape", lengths[0] - random.Integer(0, lengths[0] - 1), lengths[1] - random.Integer(0, lengths[1] - 1)));
                settings.Add(Text("auto_pad", random.Pick("SAME_UPPER", "SAME_LOWER")));
                break;
            case 2:
                settings.Add(Integers("output_padding", random.Integer(0, strides[0] - 1), random.Integer(0, strides[1] - 1)));
                break;
            default:
                int[] most = [.. lengths.Select(length => Math.Min(3, (length - 1) / 2))];
                settings.Add(Integers("pads", random.Integer(0, most[0]), random.Integer(0, most[1]), random.Integer(0, most[0]), random.Integer(0, most[1])));
                break;
        }
        string[] operands = [input.Name, Kernel(graph, random, input.Channels, filters / groups, kernel[0], kernel[1])];
        if (random.OneIn(2))
            operands = [.. operands, graph.Constant(random.Bell(filters, 0.5f), filters)];
        return graph.Node("ConvTranspose", operands, filters, [.. settings]);
    }

    private static Map Followed(RandomGraph graph, RandomValues random, Map map)
    {
        if (random.OneIn(3))
            map = graph.Node(
                "BatchNormalization",
                [map.Name, .. Enumerable.Range(0, 4).Select(index => graph.Constant([.. random.Bell(map.Channels, 0.5f).Select(value => index == 3 ? Math.Abs(value) + 0.1f : value)], map.Channels))],
                map.Channels);
        else if (random.OneIn(3))
            map = graph.Node(random.Pick("Add", "Mul"), [map.Name, graph.Constant(random.Bell(map.Channels, 1), map.Channels, 1, 1)], map.Channels);
        return random.OneIn(2) ? graph.Apply(random.Pick("Relu", "LeakyRelu", "Sigmoid"), map) : map;
    }

    private static string Kernel(RandomGraph graph, RandomValues random, int channels, int filters, int height, int width) =>
        graph.Constant(random.Bell((long)channels * filters * height * width, 1 / MathF.Sqrt(channels * height * width)), channels, filters, height, width);
}
