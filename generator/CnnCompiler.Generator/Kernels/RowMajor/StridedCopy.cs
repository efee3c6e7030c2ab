using CnnCompiler.Generator.Emit;
using static CnnCompiler.Generator.CSharp;

namespace CnnCompiler.Generator.Kernels.RowMajor;

/// <summary>Elements of one tensor written to places of another; both places move along each axis by strides of their own.</summary>
/// <param name="Lengths">The lengths of the axes.</param>
/// <param name="SourceStrides">The strides in the source; 0 repeats, negative ones go backwards.</param>
/// <param name="TargetStrides">The strides in the target.</param>
internal sealed record StridedCopy(IReadOnlyList<int> Lengths, IReadOnlyList<int> SourceStrides, IReadOnlyList<int> TargetStrides)
{
    public string Source { get; init; } = "input0";

    public string Target { get; init; } = "output0";

    public int SourceOffset { get; init; }

    public int TargetOffset { get; init; }

    /// <summary>All of a tensor, in another order, to a target without gaps.</summary>
    public static StridedCopy Gather(IReadOnlyList<int> lengths, IReadOnlyList<int> sourceStrides) => new(lengths, sourceStrides, Strides.Of(lengths));

    /// <summary>Some elements, all side by side.</summary>
    public static StridedCopy Run(int length) => new([length], [1], [1]);

    /// <summary>Writes the loops; runs of neighbours are copied, and repeated values filled in, as a whole.</summary>
    public void Write(CodeWriter code)
    {
        var loops = new LoopNest("ijklmn", Lengths, SourceStrides, TargetStrides);
        if (loops.IsEmpty)
            return;
        bool isRun = loops.InnerLength >= ShortestRun && loops.InnerStride(1) == 1;
        if (isRun && loops.InnerStride(0) is (0 or 1))
        {
            string from = Elements.Reference(Source, loops.OuterIndex(0, SourceOffset));
            string to = Elements.Reference(Target, loops.OuterIndex(1, TargetOffset));
            using (loops.OpenOuter(code))
                code.Line(loops.InnerStride(0) == 1
                    ? $"TensorMemory.Copy({from}, {to}, {Literal(loops.InnerLength)});"
                    : $"TensorMemory.Fill({to}, {Literal(loops.InnerLength)}, {from.Substring(4)});");
            return;
        }
        using (loops.Open(code))
            code.Line($"{Elements.At(Target, loops.Index(1, TargetOffset))} = {Elements.At(Source, loops.Index(0, SourceOffset))};");
    }

    /// <summary>Below this a loop is as fast as a call.</summary>
    private const int ShortestRun = 8;
}
