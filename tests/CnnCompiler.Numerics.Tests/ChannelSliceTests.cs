using CnnCompiler.Oracle;

namespace CnnCompiler.Numerics.Tests;

/// <summary>Concatenations and splits of channels, which are places in one map where that is possible, in graphs that read and write them in every way.</summary>
public sealed class ChannelSliceTests
{
    [Fact]
    public void Concat_OfWhateverMakesMaps_AgreesWithOnnxRuntime() => GraphComparison.Sample(random =>
    {
        var graph = Graph(random);
        var maps = Enumerable.Range(0, random.Integer(2, 4)).Select(_ => Branch(graph, random, graph.Input)).ToList();
        // The user's own input and one map twice cannot be written in place.
        if (random.OneIn(4))
            maps.Add(graph.Input);
        if (random.OneIn(4))
            maps.Add(maps[0]);
        var whole = graph.Concat(maps);
        RandomGraph.Map[] outputs = [Last(graph, random, whole), .. random.OneIn(3) ? [maps[1]] : Array.Empty<RandomGraph.Map>(), .. random.OneIn(3) ? [whole] : Array.Empty<RandomGraph.Map>()];
        return graph.Model([.. outputs.Distinct().Where(map => map != graph.Input)]);
    }, batches: 3);

    [Fact]
    public void Concat_OfConcats_AgreesWithOnnxRuntime() => GraphComparison.Sample(random =>
    {
        var graph = Graph(random);
        var dense = graph.Convolution(graph.Input, Channels(random), 3);
        for (int layer = random.Integer(2, 4); layer > 0; layer--)
        {
            var grown = Branch(graph, random, dense);
            dense = random.OneIn(4) ? graph.Concat(grown, dense, grown) : graph.Concat(dense, grown);
        }
        return graph.Model(Last(graph, random, dense));
    });

    [Fact]
    public void Split_AndSlice_AgreeWithOnnxRuntime() => GraphComparison.Sample(random =>
    {
        var graph = Graph(random);
        int[] lengths = [.. Enumerable.Range(0, random.Integer(2, 4)).Select(_ => Channels(random))];
        var map = graph.Convolution(graph.Input, lengths.Sum(), 1);
        var pieces = graph.Split(map, lengths).Select(piece => random.OneIn(3) ? piece : Branch(graph, random, piece)).ToList();
        int first = random.Integer(0, map.Channels - 1);
        pieces.Add(Branch(graph, random, graph.Slice(map, first, random.Integer(1, map.Channels - first))));
        return graph.Model([Last(graph, random, graph.Concat(pieces)), .. random.OneIn(2) ? [pieces[0]] : Array.Empty<RandomGraph.Map>()]);
    }, batches: 3);

    private static RandomGraph Graph(RandomValues random) =>
        new(random, random.OneIn(4) ? 2 : 1, random.Pick(1, 3, 8, 16, 20), random.Integer(1, 11), random.Integer(1, 11));

    /// <summary>Something that makes a map of a map: each kind of kernel is among them.</summary>
    private static RandomGraph.Map Branch(RandomGraph graph, RandomValues random, RandomGraph.Map input)
    {
        switch (random.Integer(0, 8))
        {
            case 0:
                return graph.Pool(random.Pick("MaxPool", "AveragePool"), input);
            case 1:
                return graph.Apply(random.Pick("Relu", "Sigmoid", "Tanh"), input);
            case 2:
                return graph.Add(input, graph.Convolution(input, input.Channels, random.Pick(1, 3)));
            case 3:
                return graph.Convolution(input, input.Channels, 3, groups: input.Channels);
            case 4:
                return graph.Apply("Sigmoid", graph.Pool("MaxPool", graph.Convolution(input, Channels(random), 1)));
            case 5:
                return graph.Apply("Relu", graph.Convolution(graph.Apply("Relu", graph.Convolution(input, Channels(random), 1)), Channels(random), 3));
            default:
                return graph.Apply(random.Pick("Relu", "Sigmoid", "Identity"), graph.Convolution(input, Channels(random), random.Pick(1, 1, 3, 2)));
        }
    }

    private static RandomGraph.Map Last(RandomGraph graph, RandomValues random, RandomGraph.Map map) => random.Integer(0, 4) switch
    {
        0 => map,
        1 => graph.Apply("Relu", map),
        2 => graph.Pool("AveragePool", map),
        3 => graph.Convolution(map, map.Channels, 3, groups: map.Channels),
        _ => graph.Convolution(map, random.Integer(1, 20), random.Pick(1, 3)),
    };

    private static int Channels(RandomValues random) => random.OneIn(3) ? random.Integer(1, 40) : random.Pick(4, 8, 16, 32, 48, 64);
}
