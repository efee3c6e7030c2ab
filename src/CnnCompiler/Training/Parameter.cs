namespace CnnCompiler.Training;

/// <summary>A learned tensor of a network, with its gradient, in PyTorch's order of axes.</summary>
public sealed class Parameter
{
    private readonly float[] _values;
    private readonly float[] _gradients;

    internal Parameter(string name, LayerParameter declared)
    {
        (Name, Shape, Trainable) = (name, declared.Shape, declared.Trainable);
        _values = new float[declared.Length];
        _gradients = Trainable ? new float[declared.Length] : [];
    }

    /// <summary>The name in the weight file, such as <c>0.weight</c>.</summary>
    public string Name { get; }

    /// <summary>The lengths of the axes: out x in x height x width for a convolution, out x in for a dense layer.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>False for what training only observes: the running statistics of batch normalisation.</summary>
    public bool Trainable { get; }

    /// <summary>The number of values.</summary>
    public int Length => _values.Length;

    /// <summary>The values.</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>The gradients of the last training step; empty where the parameter is not <see cref="Trainable"/>.</summary>
    public ReadOnlySpan<float> Gradients => _gradients;

    /// <summary>Counts the changes, so that layers know when what they derived from the values is out of date.</summary>
    internal long Version { get; private set; }

    internal ReadOnlyMemory<float> Memory => _values;

    /// <summary>Replaces the values.</summary>
    /// <param name="values">As many as <see cref="Length"/>, in the order of <see cref="Shape"/>.</param>
    /// <exception cref="ArgumentException">There are more or fewer values.</exception>
    public void SetValues(ReadOnlySpan<float> values)
    {
        if (values.Length != Length)
            throw new ArgumentException(FormattableString.Invariant($"{Name} has {Length} values; found {values.Length}."), nameof(values));
        values.CopyTo(Edit());
    }

    /// <summary>The values, to be changed at once.</summary>
    internal Span<float> Edit()
    {
        Version++;
        return _values;
    }

    /// <summary>Some of the values, to be changed while others change others; whoever lets them calls <see cref="Edit"/> in the end.</summary>
    internal Span<float> EditAlong(int first, int length) => _values.AsSpan(first, length);

    internal Span<float> EditGradients() => _gradients;
}
