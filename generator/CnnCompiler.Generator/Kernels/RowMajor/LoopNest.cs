using CnnCompiler.Generator.Emit;

namespace CnnCompiler.Generator.Kernels.RowMajor;

/// <summary>
/// Nested loops over the elements of a shape, each tensor with its own stride for every axis. Axes that all tensors walk as one are merged, and axes of one
/// element vanish, so that there are as few loops as there can be.
/// </summary>
internal sealed class LoopNest
{
    private readonly List<int> _lengths = [];
    private readonly List<int[]> _strides = [];
    private readonly string _variables;

    /// <summary>Plans the loops.</summary>
    /// <param name="variables">The loops' variables, one letter each, from outside in.</param>
    /// <param name="lengths">The lengths of the axes.</param>
    /// <param name="strides">The strides of each tensor along them.</param>
    public LoopNest(string variables, IReadOnlyList<int> lengths, params IReadOnlyList<int>[] strides)
    {
        _variables = variables;
        IsEmpty = lengths.Contains(0);
        for (int axis = 0; axis < lengths.Count; axis++)
        {
            if (lengths[axis] == 1)
                continue;
            int[] steps = [.. strides.Select(tensor => tensor[axis])];
            int last = _lengths.Count - 1;
            if (last >= 0 && !steps.Where((step, tensor) => _strides[last][tensor] != (long)step * lengths[axis]).Any())
            {
                _lengths[last] *= lengths[axis];
                _strides[last] = steps;
            }
            else
            {
                _lengths.Add(lengths[axis]);
                _strides.Add(steps);
            }
        }
    }

    /// <summary>Whether there is no element at all; then nothing may be written.</summary>
    public bool IsEmpty { get; }

    /// <summary>The number of loops.</summary>
    public int Depth => _lengths.Count;

    /// <summary>The length of the innermost loop, 1 where there is none.</summary>
    public int InnerLength => Depth == 0 ? 1 : _lengths[Depth - 1];

    /// <summary>The variable of the innermost loop.</summary>
    public string InnerVariable => Variable(Depth - 1);

    /// <summary>The stride of a tensor in the innermost loop, 0 where there is none.</summary>
    public int InnerStride(int tensor) => Depth == 0 ? 0 : _strides[Depth - 1][tensor];

    /// <summary>Opens all loops.</summary>
    public LoopScope Open(CodeWriter code) => Open(code, Depth);

    /// <summary>Opens all loops but the innermost.</summary>
    public LoopScope OpenOuter(CodeWriter code) => Open(code, Math.Max(0, Depth - 1));

    /// <summary>The index of a tensor's element inside all loops; empty for the first element.</summary>
    public string Index(int tensor, int offset = 0) => Index(tensor, Depth, offset);

    /// <summary>The index of a tensor's first element of the innermost loop.</summary>
    public string OuterIndex(int tensor, int offset = 0) => Index(tensor, Math.Max(0, Depth - 1), offset);

    private LoopScope Open(CodeWriter code, int depth)
    {
        var scopes = new Stack<CodeWriter.Scope>();
        for (int level = 0; level < depth; level++)
            scopes.Push(code.Loop(Variable(level), _lengths[level]));
        return new LoopScope(scopes);
    }

    private string Index(int tensor, int depth, int offset)
    {
        var terms = Enumerable.Range(0, depth).Where(level => _strides[level][tensor] != 0)
            .Select(level => Elements.Times(Variable(level), _strides[level][tensor]));
        return Elements.Sum([.. terms, offset == 0 ? "" : CSharp.Literal(offset)]);
    }

    private string Variable(int level) => level < _variables.Length ? _variables[level].ToString() : _variables[0] + CSharp.Literal(level);

    /// <summary>Closes the loops when disposed of.</summary>
    internal readonly struct LoopScope(Stack<CodeWriter.Scope> scopes) : IDisposable
    {
        public void Dispose()
        {
            while (scopes.Count > 0)
                scopes.Pop().Dispose();
        }
    }
}
