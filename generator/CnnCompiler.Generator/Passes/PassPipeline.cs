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
        new DropDeadNodes(),
    ];

    public static ModelGraph Run(ModelGraph graph) => Passes.Aggregate(graph, (current, pass) => pass.Run(current));
}
