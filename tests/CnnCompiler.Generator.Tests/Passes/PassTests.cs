using CnnCompiler.Generator.Declarations;
using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using CnnCompiler.Generator.Passes;

namespace CnnCompiler.Generator.Tests.Passes;

/// <summary>Each pass as printed graph in, printed graph out.</summary>
public class PassTests
{
    [Fact]
    public void Lowering_WritesOneNodeForEachLayer() => Equal(
        """
        input image: float32[1x1x28x28]
        %0: float32[1x8x26x26] = Convolution 3x3(image, 0.weight[8x1x3x3], 0.bias[8])
        %1: float32[1x8x26x26] = ReLU(%0)
        %2: float32[1x8x13x13] = MaxPool 2x2 stride 2x2(%1)
        %3: float32[1x1352] = Reshape(%2)
        %4: float32[1x10] = Dense(%3, 4.weight[10x1352], 4.bias[10])
        %5: float32[1x10] = Softmax(%4)
        output %5
        """,
        Lower(new Input(28, 28, 1), new Conv2D(8, 3), new ReLU(), new MaxPool(2), new Flatten(), new Dense(10), new Softmax()));

    [Fact]
    public void Lowering_SeesASequenceAsAMapOfOneRow() => Equal(
        """
        input image: float32[1x4x1x50]
        %0: float32[1x6x1x24] = Convolution 1x3 stride 1x2(image, 0.weight[6x4x3] as [6x4x1x3], 0.bias[6])
        output %0
        """,
        Lower(new Input(50, 4), new Conv1D(6, 3) { Stride = 2 }));

    [Fact]
    public void DropTrainingNodes_HandsTheInputOn() => Equal(
        """
        input image: float32[1x10]
        %1: float32[1x4] = Dense(image, 1.weight[4x10], 1.bias[4])
        output %1
        """,
        new DropTrainingNodes().Run(Lower(new Input(10), new Dropout(), new Dense(4), new Dropout(0.1f))));

    [Fact]
    public void DenseAsConvolution_ReadsTheMapBehindFlatten() => Equal(
        """
        input image: float32[1x3x5x4]
        %1: float32[1x10] = Convolution 5x4(image, 1.weight[10x60] as [10x3x5x4], 1.bias[10])
        %2: float32[1x2] = Convolution 1x1(%1, 2.weight[2x10] as [2x10x1x1])
        output %2
        """,
        new DenseAsConvolution().Run(Lower(new Input(5, 4, 3), new Flatten(), new Dense(10), new Dense(2) { Bias = false })));

    [Fact]
    public void FoldBatchNorm_GoesIntoTheConvolutionBefore() => Equal(
        """
        input image: float32[1x1x6x6]
        %1: float32[1x2x4x4] = Convolution 3x3(image, (0.weight[2x1x3x3] * scale(1.weight[2], 1.running_var[2])), shift(1.bias[2], 1.running_mean[2], scale(1.weight[2], 1.running_var[2]), 0.bias[2]))
        output %1
        """,
        new FoldBatchNorm().Run(Lower(new Input(6, 6, 1), new Conv2D(2, 3), new BatchNorm())));

    [Fact]
    public void FoldBatchNorm_IsADepthwiseConvolutionWhereNoneIsBefore() => Equal(
        """
        input image: float32[1x2x6x6]
        %0: float32[1x2x6x6] = Convolution 1x1 groups 2(image, scale(0.weight[2], 0.running_var[2]) as [2x1x1x1], shift(0.bias[2], 0.running_mean[2], scale(0.weight[2], 0.running_var[2])))
        %1: float32[1x2x6x6] = ReLU(%0)
        output %1
        """,
        new FoldBatchNorm().Run(Lower(new Input(6, 6, 2), new BatchNorm(), new ReLU())));

    [Fact]
    public void FoldBatchNorm_LeavesAConvolutionAloneThatOthersRead()
    {
        var (graph, branch) = Branch();
        string text = GraphPrinter.Print(new FoldBatchNorm().Run(graph));
        Assert.Contains($"{branch.Name}: float32[1x2x4x4] = Convolution 3x3(image, 0.weight[2x1x3x3])", text, StringComparison.Ordinal);
    }

    [Fact]
    public void MergeLinearConvolutions_MakesOneOfTwoThatCostMore() => Equal(
        """
        input image: float32[1x1x28x28]
        %1: float32[1x1x24x24] = Convolution 5x5(image, (0.weight[4x1x3x3] * 1.weight[1x4x3x3]), bias(0.bias[4], 1.weight[1x4x3x3], 1.bias[1]))
        output %1
        """,
        new MergeLinearConvolutions().Run(Lower(new Input(28, 28, 1), new Conv2D(4, 3), new Conv2D(1, 3))));

    [Fact]
    public void MergeLinearConvolutions_MultipliesStridesAndKeepsThePaddingOfTheFirst() => Equal(
        """
        input image: float32[1x1x28x28]
        %1: float32[1x4x6x6] = Convolution 7x7 stride 4x4 pads 1,1,1,1(image, (0.weight[16x1x3x3] * 1.weight[4x16x3x3]))
        output %1
        """,
        new MergeLinearConvolutions().Run(Lower(
            new Input(28, 28, 1), new Conv2D(16, 3) { Bias = false, Stride = 2, Pad = 1 }, new Conv2D(4, 3) { Bias = false, Stride = 2 })));

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void MergeLinearConvolutions_StopsAtAnActivationAndAtPadding(bool activation, bool padding)
    {
        Layer[] layers = activation
            ? [new Conv2D(4, 3), new ReLU(), new Conv2D(1, 3)]
            : [new Conv2D(4, 3), new Conv2D(1, 3) { Pad = padding ? 1 : 0 }];
        var graph = Lower(new Input(28, 28, 1), layers);
        Assert.Equal(GraphPrinter.Print(graph), GraphPrinter.Print(new MergeLinearConvolutions().Run(graph)));
    }

    [Fact]
    public void MergeLinearConvolutions_StopsWhereOneCostsMore()
    {
        var graph = Lower(new Input(28, 28, 16), new Conv2D(2, 1), new Conv2D(16, 3));
        Assert.Equal(GraphPrinter.Print(graph), GraphPrinter.Print(new MergeLinearConvolutions().Run(graph)));
    }

    [Fact]
    public void FuseActivation_TakesReLUAndLeavesTanh() => Equal(
        """
        input image: float32[1x1x6x6]
        %1: float32[1x2x4x4] = Convolution 3x3 + LeakyReLU 0.1(image, 0.weight[2x1x3x3], 0.bias[2])
        %2: float32[1x2x2x2] = Convolution 3x3(%1, 2.weight[2x2x3x3], 2.bias[2])
        %3: float32[1x2x2x2] = Tanh(%2)
        output %3
        """,
        new FuseActivation().Run(Lower(new Input(6, 6, 1), new Conv2D(2, 3), new LeakyReLU(0.1f), new Conv2D(2, 3), new Tanh())));

    [Fact]
    public void FusePooling_TakesTheTwoByTwoPool() => Equal(
        """
        input image: float32[1x1x28x28]
        %2: float32[1x8x13x13] = Convolution 3x3 + ReLU + MaxPool 2x2(image, 0.weight[8x1x3x3], 0.bias[8])
        %4: float32[1x16x11x11] = Convolution 3x3 + ReLU(%2, 3.weight[16x8x3x3], 3.bias[16])
        %5: float32[1x16x3x3] = MaxPool 3x3 stride 3x3(%4)
        output %5
        """,
        PassPipeline.Run(Lower(
            new Input(28, 28, 1), new Conv2D(8, 3), new ReLU(), new MaxPool(2), new Conv2D(16, 3), new ReLU(), new MaxPool(3))));

    [Fact]
    public void FusePooling_LeavesANegativeSlopeAlone()
    {
        // A slope below zero turns the largest value into the smallest, so the largest may not be picked first.
        var graph = PassPipeline.Run(Lower(new Input(8, 8, 1), new Conv2D(4, 3), new LeakyReLU(-0.5f), new MaxPool(2)));
        Assert.Equal(2, graph.Nodes.Count);
    }

    [Fact]
    public void DropDeadNodes_DropsWhatNobodyReads()
    {
        var builder = new GraphBuilder();
        var image = builder.Input("image", TensorType.Map(1, 4, 4));
        builder.Add(new Activate(new Activation(ActivationKind.Tanh)), new NodeSource(0, "Tanh", "0"), image);
        builder.Output(builder.Add(new Activate(new Activation(ActivationKind.ReLU)), new NodeSource(1, "ReLU", "1"), image));
        Equal(
            """
            input image: float32[1x1x4x4]
            %1: float32[1x1x4x4] = ReLU(image)
            output %1
            """,
            new DropDeadNodes().Run(builder.Build()));
    }

    [Fact]
    public void Pipeline_KeepsATapAsItIs()
    {
        var builder = new GraphBuilder();
        var image = builder.Input("image", TensorType.Map(1, 6, 6));
        var maps = builder.Add(new Convolution(Window(3), Window(3), 1), new NodeSource(0, "Conv2D", "0"), image, Weight("0.weight", 2, 1, 3, 3));
        builder.Tap("conv", maps);
        builder.Output(builder.Add(new Activate(new Activation(ActivationKind.ReLU)), new NodeSource(1, "ReLU", "1"), maps));
        Equal(
            """
            input image: float32[1x1x6x6]
            %0: float32[1x2x4x4] = Convolution 3x3(image, 0.weight[2x1x3x3])
            %1: float32[1x2x4x4] = ReLU(%0)
            tap conv: %0
            output %1
            """,
            PassPipeline.Run(builder.Build()));
    }

    [Fact]
    public void Lowering_AddsTheTwoSidesOfABlock() => Equal(
        """
        input image: float32[1x1x4x4]
        %0: float32[1x1x4x4] = ReLU(image)
        %1: float32[1x1x4x4] = Tanh(image)
        %2: float32[1x1x4x4] = Sigmoid(%1)
        %3: float32[1x1x4x4] = Add(%0, %2)
        %4: float32[1x1x4x4] = Tanh(%3)
        %5: float32[1x1x4x4] = Add(%4, %3)
        output %5
        """,
        Lower(
            new Input(4, 4, 1), new Residual(), new ReLU(), new Shortcut(), new Tanh(), new Sigmoid(), new Add(),
            new Residual(), new Tanh(), new Add()));

    [Fact]
    public void Pipeline_LetsTheLaterConvolutionOfABlockAddTheOtherSide() => Equal(
        """
        input image: float32[1x2x6x6]
        %0: float32[1x3x6x6] = Convolution 3x3 pads 1,1,1,1(image, 0.body.0.weight[3x2x3x3])
        %3: float32[1x3x6x6] = Convolution 1x1 + Add + ReLU(image, 0.shortcut.0.weight[3x2x1x1], 0.shortcut.0.bias[3], %0)
        output %3
        """,
        PassPipeline.Run(Lower(
            new Input(6, 6, 2), new Residual(), new Conv2D(3, 3) { Padding = Padding.Same, Bias = false },
            new Shortcut(), new Conv2D(3, 1), new Add(), new ReLU())));

    /// <summary>What the side that is no convolution makes is made after it: the convolution waits for that.</summary>
    [Fact]
    public void Pipeline_MovesTheConvolutionBehindWhatItAdds() => Equal(
        """
        input image: float32[1x2x6x6]
        %1: float32[1x2x6x6] = Tanh(image)
        %2: float32[1x2x6x6] = Convolution 1x1 + Add(image, 0.body.0.weight[2x2x1x1], 0.body.0.bias[2], %1)
        output %2
        """,
        PassPipeline.Run(Lower(new Input(6, 6, 2), new Residual(), new Conv2D(2, 1), new Shortcut(), new Tanh(), new Add())));

    /// <summary>An activation of its own before the sum, a pool behind it, and another reader.</summary>
    [Fact]
    public void Pipeline_LeavesAnAdditionThatNoConvolutionCanTake()
    {
        Assert.Contains("= Add(", Print(new Residual(), new Conv2D(2, 1), new ReLU(), new Add()), StringComparison.Ordinal);
        Assert.Contains("= MaxPool", Print(new Residual(), new Conv2D(2, 1), new Add(), new MaxPool(2)), StringComparison.Ordinal);
        Assert.Contains("= Add(", Print(new Conv2D(2, 1), new Residual(), new Tanh(), new Add()), StringComparison.Ordinal);

        static string Print(params Layer[] layers) => GraphPrinter.Print(PassPipeline.Run(Lower(new Input(6, 6, 2), layers)));
    }

    [Fact]
    public void Pipeline_FusesTheActivationBehindAResidualAdd()
    {
        var (graph, _) = Branch();
        string text = GraphPrinter.Print(PassPipeline.Run(graph));
        Assert.Contains("Add + ReLU", text, StringComparison.Ordinal);
    }

    /// <summary>A convolution that batch normalisation and the addition behind it both read.</summary>
    private static (ModelGraph Graph, Value Branch) Branch()
    {
        var builder = new GraphBuilder();
        var image = builder.Input("image", TensorType.Map(1, 6, 6));
        var maps = builder.Add(new Convolution(Window(3), Window(3), 1), new NodeSource(0, "Conv2D", "0"), image, Weight("0.weight", 2, 1, 3, 3));
        var normal = builder.Add(
            new BatchNormalization(1e-5f), new NodeSource(1, "BatchNorm", "1"),
            maps, Weight("1.weight", 2), Weight("1.bias", 2), Weight("1.running_mean", 2), Weight("1.running_var", 2));
        var sum = builder.Add(new Generator.Graph.Operators.Add(), new NodeSource(2, "Add", "2"), maps, normal);
        builder.Output(builder.Add(new Activate(new Activation(ActivationKind.ReLU)), new NodeSource(3, "ReLU", "3"), sum));
        return (builder.Build(), maps);
    }

    private static Value Weight(string name, params int[] axes) =>
        GraphBuilder.Constant(new Generator.Weights.StoredTensor(name, new([.. axes])));

    private static WindowGeometry Window(int kernel) => new(kernel, 1, 1, 0, 0);

    private static ModelGraph Lower(Input input, params Layer[] layers) => DeclarationLowering.Lower(new Architecture(input, layers));

    private static void Equal(string expected, ModelGraph graph) =>
        Assert.Equal(expected.ReplaceLineEndings("\n") + "\n", GraphPrinter.Print(graph));
}
