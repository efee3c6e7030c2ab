using CnnCompiler.Generator.Graph;

namespace CnnCompiler.Generator.Passes;

/// <summary>The passes in their order: each relies on those above it.</summary>
internal static class PassPipeline
{
    public static IReadOnlyList<IGraphPass> Passes { get; } =
    [
        new DropTrainingNodes(),
        new SimplifyViews(),
        new MergeCommonNodes(),
        new FuseQuantization(),
        new DenseAsConvolution(),
        new FoldPadding(),
        new FoldChannelConstants(),
        new FoldBatchNorm(),
        new FoldChannelConstants(),
        new FoldScaleForward(),
        new MergeLinearConvolutions(),
        new FuseActivation(),
        new FuseAddition(),
        new FusePooling(),
        new FuseSeparable(),
        new DropDeadNodes(),
    ];

    /// <summary>Runs the passes.</summary>
    /// <param name="graph">The net as a front end made it.</param>
    /// <param name="exact">
    /// Whether sums of several layers must stay apart, since an infinity between them may cancel, or not, in one sum; and pools, which
    /// must not lose a NaN.
    /// </param>
    public static ModelGraph Run(ModelGraph graph, bool exact = false) =>
        Passes.Where(pass => !exact || pass is not (MergeLinearConvolutions or FusePooling)).Aggregate(graph, (current, pass) => pass.Run(current));
}
