using CnnCompiler;

namespace Mechanisms.Experiment;

/// <summary>A way to make maps smaller, as a net that does it twice.</summary>
/// <param name="Name">What it is called in tables.</param>
/// <param name="Group">Which comparison it belongs to: equal width, or about equal multiply-adds.</param>
/// <param name="Net">The net.</param>
internal sealed record DownsamplingVariant(string Name, string Group, Architecture Net)
{
    public const string EqualWidth = "equal width";
    public const string EqualWork = "about equal multiply-adds";

    /// <summary>The nets. The first is the article's favourite; widths of the last two make their multiply-adds those of the first within a twentieth.</summary>
    public static IReadOnlyList<DownsamplingVariant> All { get; } =
    [
        new("3x3 stride 1, max pooling", EqualWidth, Make(8, 16, kernel: 3, stride: 1)),
        new("3x3 stride 2", EqualWidth, Make(8, 16, kernel: 3, stride: 2)),
        new("5x5 stride 2", EqualWidth, Make(8, 16, kernel: 5, stride: 2)),
        new("3x3 stride 2, wider", EqualWork, Make(16, 30, kernel: 3, stride: 2)),
        new("5x5 stride 2, wider", EqualWork, Make(14, 24, kernel: 5, stride: 2)),
    ];

    /// <summary>Learned values.</summary>
    public long Parameters => Net.Parameters.Sum(parameter => parameter.Length);

    /// <summary>Multiplications with an addition of one prediction.</summary>
    public long MultiplyAdds => Enumerable.Range(0, Net.Layers.Count).Sum(layer => Net.Layers[layer].MultiplyAdds(Net.ShapeBefore(layer)));

    private static Architecture Make(int first, int second, int kernel, int stride)
    {
        Layer[] pool = stride == 1 ? [new MaxPool(2)] : [];
        Layer[] secondPool = stride == 1 ? [new MaxPool(2)] : [];
        return new Architecture(
            new Input(28, 28, 1) { Scale = 1f / 255 },
            [
                new Conv2D(first, kernel) { Stride = stride }, new ReLU(), .. pool, new Conv2D(second, kernel) { Stride = stride }, new ReLU(), .. secondPool,
                new Flatten(), new Dense(10), new Softmax(),
            ]);
    }
}
