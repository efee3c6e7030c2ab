namespace CnnCompiler;

/// <summary>
/// A convolution whose values stand in the declaration instead of a weight file: hand-made filters, which training leaves as they are. By default each
/// filter works on each channel by itself, and the output has all results for the first channel, then for the second; with <see cref="AcrossChannels"/> a
/// filter sums over all channels, as learned ones do. It is the cross-correlation that convolutional layers compute: values are not flipped.
/// </summary>
public sealed class Filter : Layer
{
    /// <summary>The most values of one layer: they are written into the generated code.</summary>
    public const int MaxLength = 65536;

    private readonly FilterKind[] _kinds = [];
    private readonly float[] _values = [];

    /// <summary>A filter with values of your own, or the ready-made one of this name.</summary>
    /// <param name="name">
    /// What the filter is called; without values, the name of a <see cref="FilterKind"/>, such as <c>vertical edge</c>.
    /// </param>
    /// <param name="values">
    /// The values row by row; of several filters (<see cref="Filters"/>) one behind another, each channel by channel with <see cref="AcrossChannels"/>.
    /// The window is square unless <see cref="Height"/> or <see cref="Width"/> says otherwise.
    /// </param>
    public Filter(string name, params float[] values) => (Name, _values) = (name, values ?? []);

    /// <summary>Ready-made filters, one or several beside one another.</summary>
    /// <param name="kinds">The filters; each makes a channel of every channel.</param>
    public Filter(params FilterKind[] kinds) => _kinds = kinds ?? [];

    /// <summary>Either of the two, as it was read from elsewhere.</summary>
    internal Filter(string? name, FilterKind[] kinds, float[] values) => (Name, _kinds, _values) = (name, kinds, values);

    /// <summary>The ready-made filters; empty where the values were given.</summary>
    public IReadOnlyList<FilterKind> Kinds => _kinds;

    /// <summary>The values that were given; empty for ready-made filters.</summary>
    public IReadOnlyList<float> Values => _values;

    /// <summary>How many filters the values are; 1 by default.</summary>
    public int Filters { get; init; } = 1;

    /// <summary>Rows of the window of values of your own; 0 means as many as columns.</summary>
    public int Height { get; init; }

    /// <summary>Columns of the window of values of your own; 0 means as many as rows.</summary>
    public int Width { get; init; }

    /// <summary>Rows and columns of ready-made filters, odd; 3 by default. Only blur and Gaussian have others.</summary>
    public int Size { get; init; } = 3;

    /// <summary>Whether each filter has values for every channel and sums over them; false by default.</summary>
    public bool AcrossChannels { get; init; }

    /// <summary>Input steps from one output to the next, down and across; 1 by default.</summary>
    public int Stride { get; init; } = 1;

    /// <summary>Input steps from one tap of the filter to the next; 1 by default.</summary>
    public int Dilation { get; init; } = 1;

    /// <summary>Whether the padding is computed from the input (<see cref="Padding.Same"/>) or given; valid by default.</summary>
    public Padding Padding { get; init; }

    /// <summary>Rows and columns of padding on every side.</summary>
    public int Pad { get; init; }

    /// <inheritdoc/>
    public override TensorShape OutputShape(TensorShape input) => Convolution(input).OutputShape(input);

    /// <inheritdoc/>
    public override long MultiplyAdds(TensorShape input) => Convolution(input).MultiplyAdds(input);

    /// <inheritdoc/>
    public override ReceptiveField Widen(ReceptiveField before, TensorShape input) => Convolution(input).Widen(before, input);

    /// <summary>The convolution that has these values as its weights.</summary>
    /// <param name="input">The shape that comes in.</param>
    /// <exception cref="DeclarationException">The values or the settings do not fit the input.</exception>
    public ConvolutionLayer Convolution(TensorShape input)
    {
        var (values, filters, height, width) = Settle(input);
        int groups = AcrossChannels ? 1 : input.Channels;
        long outputs = (long)filters * groups;
        if (outputs > TensorShape.MaxLength || outputs * (values.Length / filters) > MaxLength)
            throw new DeclarationException(FormattableString.Invariant(
                $"Filter would have {outputs * (values.Length / filters)} values on {input}; at most {MaxLength} can stand in a declaration: use a learned layer."));
        ConvolutionLayer layer = input.Rank == 2
            ? new Conv1D((int)outputs, width) { Groups = groups, Bias = false, Stride = Stride, Dilation = Dilation, Padding = Padding, Pad = Pad }
            : new Conv2D((int)outputs, height, width) { Groups = groups, Bias = false, Stride = Stride, Dilation = Dilation, Padding = Padding, Pad = Pad };
        try
        {
            if (Stride < 1)
                throw new DeclarationException(FormattableString.Invariant($"{layer.Kind}'s stride must be at least 1; found {Stride}."));
            layer.OutputShape(input);
        }
        catch (DeclarationException problem)
        {
            throw new DeclarationException(problem.Message.Replace(layer.Kind, nameof(Filter)));
        }
        return layer;
    }

    /// <summary>The weights of that convolution: out x in / groups x height x width, without the height on sequences.</summary>
    /// <param name="input">The shape that comes in.</param>
    /// <exception cref="DeclarationException">The values or the settings do not fit the input.</exception>
    public float[] Kernel(TensorShape input)
    {
        float[] values = Settle(input).Values;
        return AcrossChannels ? [.. values] : [.. Enumerable.Repeat(values, input.Channels).SelectMany(channel => channel)];
    }

    private (float[] Values, int Filters, int Height, int Width) Settle(TensorShape input)
    {
        if (input.Rank == 1)
            throw new DeclarationException(
                $"Filter works on a map (height x width x channels) or a sequence (length x channels), but its input is {input}: put it before Flatten and Dense.");
        if (_values.Length > 0)
            return Given(input);
        FilterKind[] kinds = _kinds.Length > 0 ? _kinds : [Named()];
        if (AcrossChannels && input.Channels > 1)
            throw new DeclarationException(
                $"Filter has AcrossChannels, but ready-made filters have values for one channel and the input is {input}: write the values for each channel.");
        if (Filters != 1 || Height != 0 || Width != 0)
            throw new DeclarationException("Filter has Filters, Height or Width, which are for values of your own: ready-made filters have Size.");
        return ([.. kinds.SelectMany(kind => Ready(kind, input))], kinds.Length, input.Rank == 2 ? 1 : Size, Size);
    }

    private FilterKind Named() => ReadyFilters.Find(Name ?? "") ?? throw new DeclarationException(
        $"Filter has no values, and no ready-made filter is called \"{Name}\": write its values behind the name, or use one of {ReadyFilters.Names}.");

    private float[] Ready(FilterKind kind, TensorShape input)
    {
        const int LargestSize = 31;
        if (!Enum.IsDefined(typeof(FilterKind), kind))
            throw new DeclarationException(FormattableString.Invariant($"Filter's kind must be one of FilterKind; found {(int)kind}."));
        if (Size < 1 || Size % 2 == 0 || Size > LargestSize)
            throw new DeclarationException(FormattableString.Invariant($"Filter's Size must be odd and lie between 1 and {LargestSize}; found {Size}."));
        float[]? values = input.Rank == 2 ? ReadyFilters.OnSequence(kind, Size) : ReadyFilters.OnMap(kind, Size);
        return values ?? throw new DeclarationException(
            Size == 3
                ? $"The filter \"{ReadyFilters.NameOf(kind)}\" has rows, but the input {input} is a sequence: use vertical edge, sharpen, blur, Gaussian or Laplacian."
                : FormattableString.Invariant($"The filter \"{ReadyFilters.NameOf(kind)}\" is there with Size = 3 only; found {Size}."));
    }

    private (float[] Values, int Filters, int Height, int Width) Given(TensorShape input)
    {
        foreach (float value in _values)
            if (float.IsNaN(value) || float.IsInfinity(value))
                throw new DeclarationException(FormattableString.Invariant($"Filter's values must be finite; found {value}."));
        if (Size != 3)
            throw new DeclarationException("Filter has Size, which is for ready-made filters: give Height or Width, or nothing for a square window.");
        if (Filters < 1 || Height < 0 || Width < 0)
            throw new DeclarationException(FormattableString.Invariant(
                $"Filter's Filters must be at least 1, its Height and Width at least 0; found {Filters}, {Height} and {Width}."));
        if (input.Rank == 2 && Height > 1)
            throw new DeclarationException(FormattableString.Invariant($"Filter has a Height of {Height}, but the input {input} is a sequence: leave it out."));
        long planes = (long)Filters * (AcrossChannels ? input.Channels : 1);
        long area = _values.Length % planes == 0 ? _values.Length / planes : 0;
        var (height, width) = (Height, Width) switch
        {
            _ when input.Rank == 2 => (1, Width == 0 ? area : Width),
            (0, 0) => (Root(area), Root(area)),
            (0, var columns) => (area / columns, columns),
            (var rows, 0) => ((long)rows, area / rows),
            var (rows, columns) => (rows, columns),
        };
        if (area == 0 || height * width != area)
            throw new DeclarationException(
                FormattableString.Invariant($"Filter has {_values.Length} values, which are not ") +
                (Filters == 1 ? "one filter" : FormattableString.Invariant($"{Filters} filters")) +
                (AcrossChannels ? FormattableString.Invariant($" of {input.Channels} channels") : "") + " with " +
                (input.Rank == 2 ? "that length" : Height == 0 && Width == 0 ? "a square window" : "that window") +
                ": give as many values as filters x " + (AcrossChannels ? "channels x " : "") + (input.Rank == 2 ? "length." : "height x width."));
        return (_values, Filters, (int)height, (int)width);
    }

    private static long Root(long area) => (long)Math.Round(Math.Sqrt(area));
}
