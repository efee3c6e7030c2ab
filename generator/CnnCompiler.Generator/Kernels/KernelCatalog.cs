using CnnCompiler.Generator.Graph;

namespace CnnCompiler.Generator.Kernels;

/// <summary>All strategies, the special ones first: the first that fits a node computes it.</summary>
internal static class KernelCatalog
{
    public static IReadOnlyList<KernelStrategy> Strategies { get; } =
    [
        new DenseProduct(),
        new ChannelLanesConvolution(),
        new LanewiseConvolution(),
        new MaxPooling(),
        new AveragePooling(),
        new Elementwise(),
        new Addition(),
        new SoftmaxOverChannels(),
        new Flattening(),
    ];

    public static KernelStrategy Choose(Node node) => Strategies.FirstOrDefault(strategy => strategy.Fits(node))
        ?? throw new InvalidOperationException($"No kernel fits {node.Operator}.");
}
