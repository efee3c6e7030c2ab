using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using CnnCompiler.Generator.Kernels.RowMajor;
using CnnCompiler.Generator.Planning;

namespace CnnCompiler.Generator.Kernels;

/// <summary>All strategies, the special ones first: the first that fits a node computes it.</summary>
internal static class KernelCatalog
{
    public static IReadOnlyList<KernelStrategy> Strategies { get; } =
    [
        new DenseDotProducts(),
        new DenseProduct(),
        new WinogradRowsConvolution(),
        new WinogradConvolution(),
        new PointwiseConvolution(),
        new NeighbouringPixelsConvolution(),
        new SeparableConvolutionStrips(),
        new ChannelLanesConvolution(),
        new DepthwiseConvolution(),
        new LanewiseConvolution(),
        new PolyphaseConvolution(),
        new MaxPooling(),
        new MaxPoolingWithNaN(),
        new MinPooling(),
        new MinPoolingWithNaN(),
        new AveragePooling(),
        new Elementwise(),
        new Addition(),
        new SoftmaxOverChannels(),
        new ChannelConcatenation(),
        new ChannelView(),
        new SeparableResize(),
        new NearestResize(),
        new ReshapeAlias(),
        new PointwiseVectors(),
        new PointwiseLoops(),
        new Transposition(),
        new Slicing(),
        new Expansion(),
        new Tiling(),
        new Concatenation(),
        new Splitting(),
        new PadCopy(),
        new DepthToSpaceCopy(),
        new SpaceToDepthCopy(),
        new Gathering(),
        new ElementGathering(),
        new Reduction(),
        new ArgReduction(),
        new CumulativeSums(),
        new TopElements(),
        new MatrixProduct(),
        new GeneralMatrixProduct(),
        new SoftmaxVectors(),
        new SoftmaxLines(),
        new ConvolutionLoops(),
        new TransposedConvolutionLoops(),
        new MaxPoolLoops(),
        new AveragePoolLoops(),
        new BatchNormalizationLoops(),
        new GroupNormalizationLoops(),
        new LayerNormalizationLoops(),
        new LocalResponseLoops(),
        new LpNormalizationLines(),
        new MeanVarianceLoops(),
        new ResizeLoops(),
        new ElementScattering(),
        new SliceScattering(),
        new SliceGathering(),
        new SequenceReversal(),
        new EinsumLoops(),
        new GridSamples(),
        new RegionSamples(),
        new RegionMaximum(),
        new Unpooling(),
        new DeformableLoops(),
        new ColumnSums(),
        new QuantizationLoops(),
    ];

    /// <summary>The strategy that computes a node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="order">The order in which its first operand lies.</param>
    /// <param name="admits">Which strategies may be chosen; all of them where it is null.</param>
    public static KernelStrategy Choose(Node node, MemoryOrder order, Func<KernelStrategy, bool>? admits = null)
    {
        var fitting = Strategies.Where(strategy => (admits is null || admits(strategy)) && Fits(strategy, node)).ToArray();
        var first = fitting.FirstOrDefault() ?? throw new InvalidOperationException($"No kernel fits {node.Operator}.");
        return first.FollowsInput && first.Order != order ? fitting.FirstOrDefault(strategy => strategy.Order == order) ?? first : first;
    }

    /// <summary>Whether a strategy can compute a node, with the map that the node may add to its sums and as exactly as it asks for.</summary>
    public static bool Fits(KernelStrategy strategy, Node node) => strategy.Fits(node)
        && (strategy.AddsMap || node.Operator is not Convolution { AddsMap: true }) && (strategy.IsExact || node.Operator is not Convolution { IsExact: true });
}
