using CnnCompiler.Generator.Emit;
using static CnnCompiler.Generator.CSharp;

namespace CnnCompiler.Generator.Kernels.RowMajor;

/// <summary>Loops over the places of a window, and over its taps that lie inside a tensor; the axes are called z, y, x from outside in.</summary>
internal sealed class WindowLoops(EquatableArray<WindowGeometry> windows)
{
    private static readonly string[] Letters = ["z", "y", "x"];

    public static bool CanName(EquatableArray<WindowGeometry> windows) => windows.Count <= Letters.Length;

    /// <summary>The index of a place among lengths, without a term where there is only one.</summary>
    public string PlaceIndex(IReadOnlyList<int> lengths) => Index("", lengths, Strides.Of(lengths));

    /// <summary>The index of a tap in the kernel.</summary>
    public string TapIndex() => Index("k", [.. windows.Select(_ => 2)], Strides.Of([.. windows.Select(window => window.Kernel)]));

    /// <summary>The index of what a tap meets, with given strides.</summary>
    public string MetIndex(IReadOnlyList<int> strides) => Index("s", [.. windows.Select(_ => 2)], strides);

    /// <summary>Opens the loops over the places.</summary>
    public LoopNest.LoopScope OpenPlaces(CodeWriter code, IReadOnlyList<int> lengths)
    {
        var scopes = new Stack<CodeWriter.Scope>();
        for (int axis = 0; axis < windows.Count; axis++)
            scopes.Push(code.Loop(Name(axis), lengths[axis]));
        return new LoopNest.LoopScope(scopes);
    }

    /// <summary>
    /// Opens the loops over the taps that meet an element. A place stands at place * stride - padding, and a tap is dilation behind the one before.
    /// </summary>
    /// <param name="code">Where to write.</param>
    /// <param name="places">The number of places along each axis.</param>
    /// <param name="met">The lengths of the tensor that the taps meet.</param>
    public LoopNest.LoopScope OpenTaps(CodeWriter code, IReadOnlyList<int> places, IReadOnlyList<int> met)
    {
        var scopes = new Stack<CodeWriter.Scope>();
        for (int axis = 0; axis < windows.Count; axis++)
        {
            var (window, name) = (windows[axis], Name(axis));
            scopes.Push(code.Loop("k" + name, window.Kernel, keep: true));
            code.Line($"int s{name} = {Elements.Plus(Elements.Sum(places[axis] == 1 ? "" : Elements.Times(name, window.Stride), Elements.Times("k" + name, window.Dilation)), -window.PadBefore)};");
            bool cut = window.PadBefore > 0 || (places[axis] - 1L) * window.Stride - window.PadBefore + window.Extent > met[axis];
            if (!cut)
                continue;
            code.Line($"if ((uint)s{name} >= {Literal(met[axis])})");
            using (code.Indent())
                code.Line("continue;");
        }
        return new LoopNest.LoopScope(scopes);
    }

    /// <summary>The axis's letter.</summary>
    public string Name(int axis) => Letters[Letters.Length - windows.Count + axis];

    private string Index(string prefix, IReadOnlyList<int> lengths, IReadOnlyList<int> strides) =>
        Elements.Sum([.. Enumerable.Range(0, windows.Count).Select(axis => lengths[axis] == 1 ? "" : Elements.Times(prefix + Name(axis), strides[axis]))]);
}
