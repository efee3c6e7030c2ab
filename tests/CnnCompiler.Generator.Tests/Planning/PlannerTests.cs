using CnnCompiler.Generator.Declarations;
using CnnCompiler.Generator.Passes;
using CnnCompiler.Generator.Planning;

namespace CnnCompiler.Generator.Tests.Planning;

public class PlannerTests
{
    [Fact]
    public void Plan_ReadsTheUsersInputWhereItLiesIfNoKernelNeedsRoomAroundIt()
    {
        Assert.Empty(Plan(new Input(28, 28, 3), new Conv2D(8, 3)).Entry);
        Assert.Single(Plan(new Input(28, 28, 3), new Conv2D(8, 3) { Pad = 1 }).Entry);
        Assert.Single(Plan(new Input(28, 28, 3), new MaxPool(2)).Entry);
    }

    [Fact]
    public void Plan_GivesAMapTheBorderItsReaderNeeds()
    {
        var plan = Plan(new Input(28, 28, 1), new Conv2D(8, 3), new ReLU(), new Conv2D(8, 3) { Padding = Padding.Same, Stride = 2 });
        // 26 -> 13 with stride 2: SAME_UPPER pads one row below and one column to the right, none before.
        Assert.Equal(new Border(0, 0, 1, 1), plan.Nodes[0].Output.Layout.Border);
    }

    [Fact]
    public void Plan_LeavesOutPaddingThatNoWindowTouches()
    {
        var plan = Plan(new Input(6, 6, 1), new Conv2D(4, 3), new ReLU(), new Conv2D(4, 3) { Pad = 1, Stride = 2 });
        // 4 wide with a pad of 1 on each side and stride 2: the second and last window ends at column 3, so the right padding is never read.
        Assert.Equal(new Border(1, 1, 0, 0), plan.Nodes[0].Output.Layout.Border);
    }

    [Fact]
    public void Plan_WorksInPlaceWhereNobodyReadsTheInputAgain()
    {
        var plan = Plan(new Input(10), new Dense(20), new Tanh(), new Dense(4));
        Assert.Equal(plan.Nodes[0].Output.Offset, plan.Nodes[1].Output.Offset);
        Assert.Single(plan.Buffers); // The first dense layer with its tanh; the input is read, and the second written, where the user has them.
    }

    [Fact]
    public void Plan_WritesWholeVectorsStraightToTheUser()
    {
        Assert.Single(Plan(new Input(28, 28, 1), new Conv2D(16, 3)).Nodes);
        Assert.Equal(2, Plan(new Input(28, 28, 1), new Conv2D(10, 3)).Nodes.Count);
    }

    [Fact]
    public void Plan_NeedsNoMoreThanTheTwoLargestNeighboursInAChain()
    {
        // Dilated kernels, which are multiplied directly: Winograd's algorithm has memory of its own.
        Conv2D convolution = new(16, 3) { Dilation = 2 };
        var plan = Plan(new Input(32, 32, 3), convolution, new ReLU(), convolution, new ReLU(), convolution, new ReLU(), convolution);
        int first = 28 * 28 * 16, second = 24 * 24 * 16;
        Assert.InRange(plan.ScratchLength, first + second, first + second + 64);
    }

    private static ExecutionPlan Plan(Input input, params Layer[] layers) =>
        Planner.Plan(PassPipeline.Run(DeclarationLowering.Lower(new Architecture(input, layers))), widensBytes: input.Shape.Rank == 3);
}
