namespace CnnCompiler.Generator.Declarations;

/// <summary>Makes the input and the layers that the attributes declare.</summary>
internal static class LayerFactory
{
    private static readonly Dictionary<string, Func<ValueReader, Layer>> Makers = new(StringComparer.Ordinal)
    {
        [nameof(Add)] = static from => new Add { Name = from.Text("Name") },
        [nameof(AveragePool)] = AveragePool,
        [nameof(BatchNorm)] = static from => new BatchNorm
        {
            Name = from.Text("Name"), Epsilon = from.Property("Epsilon", 1e-5f), Momentum = from.Property("Momentum", 0.1f),
        },
        [nameof(Conv1D)] = Conv1D,
        [nameof(Conv2D)] = Conv2D,
        [nameof(Dense)] = static from => new Dense(from.Argument<int>(0)) { Name = from.Text("Name"), Bias = from.Property("Bias", true) },
        [nameof(DepthwiseConv2D)] = DepthwiseConv2D,
        [nameof(Dropout)] = static from => new Dropout(from.Argument<float>(0)) { Name = from.Text("Name") },
        [nameof(Filter)] = Filter,
        [nameof(Flatten)] = static from => new Flatten { Name = from.Text("Name") },
        [nameof(GlobalAveragePool)] = static from => new GlobalAveragePool { Name = from.Text("Name") },
        [nameof(LeakyReLU)] = static from => new LeakyReLU(from.Argument<float>(0)) { Name = from.Text("Name") },
        [nameof(MaxPool)] = MaxPool,
        [nameof(MinPool)] = MinPool,
        [nameof(ReLU)] = static from => new ReLU { Name = from.Text("Name") },
        [nameof(Residual)] = static from => new Residual { Name = from.Text("Name") },
        [nameof(Shortcut)] = static from => new Shortcut { Name = from.Text("Name") },
        [nameof(Sigmoid)] = static from => new Sigmoid { Name = from.Text("Name") },
        [nameof(Softmax)] = static from => new Softmax { Name = from.Text("Name") },
        [nameof(Tanh)] = static from => new Tanh { Name = from.Text("Name") },
    };

    /// <summary>The layer that an attribute declares, or null where this version does not know it or a property of it.</summary>
    /// <exception cref="DeclarationException">A value is none that the property can have.</exception>
    public static Layer? Make(AttributeValues values)
    {
        if (!Makers.TryGetValue(values.Type, out var make))
            return null;
        var from = new ValueReader(values);
        var layer = make(from);
        return from.AllUnderstood ? layer : null;
    }

    /// <summary>The input that an attribute declares, or null where this version does not know a property of it.</summary>
    /// <exception cref="DeclarationException">A value is none that the property can have.</exception>
    public static Input? MakeInput(AttributeValues values)
    {
        var from = new ValueReader(values);
        var (scale, mean, deviation) = (from.Property("Scale", 1f), from.Numbers("Mean"), from.Numbers("StandardDeviation"));
        var order = from.Choice<ChannelOrder>("Order");
        var (first, second, third) = (from.Argument<int>(0), from.Count > 1 ? from.Argument<int>(1) : 0, from.Count > 2 ? from.Argument<int>(2) : 0);
        var input = from.Count switch
        {
            1 => new Input(first) { Scale = scale, Mean = mean, StandardDeviation = deviation, Order = order },
            2 => new Input(first, second) { Scale = scale, Mean = mean, StandardDeviation = deviation, Order = order },
            _ => new Input(first, second, third) { Scale = scale, Mean = mean, StandardDeviation = deviation, Order = order },
        };
        return from.AllUnderstood ? input : null;
    }

    private static Layer Conv2D(ValueReader from) => new Conv2D(from.Argument<int>(0), from.Argument<int>(1), from.Argument<int>(from.Count - 1))
    {
        Groups = from.Property("Groups", 1), Dilation = from.Property("Dilation", 1), Bias = from.Property("Bias", true),
        Name = from.Text("Name"), Settings = Settings(from),
    };

    private static Layer Conv1D(ValueReader from) => new Conv1D(from.Argument<int>(0), from.Argument<int>(1))
    {
        Groups = from.Property("Groups", 1), Dilation = from.Property("Dilation", 1), Bias = from.Property("Bias", true),
        Name = from.Text("Name"), Settings = Settings(from),
    };

    private static Layer DepthwiseConv2D(ValueReader from) => new DepthwiseConv2D(from.Argument<int>(0), from.Argument<int>(from.Count - 1))
    {
        Multiplier = from.Property("Multiplier", 1), Dilation = from.Property("Dilation", 1), Bias = from.Property("Bias", true),
        Name = from.Text("Name"), Settings = Settings(from),
    };

    private static Layer MaxPool(ValueReader from) => new MaxPool(from.Argument<int>(0), from.Argument<int>(from.Count - 1))
    {
        Name = from.Text("Name"), Settings = Settings(from),
    };

    private static Layer MinPool(ValueReader from) => new MinPool(from.Argument<int>(0), from.Argument<int>(from.Count - 1))
    {
        Name = from.Text("Name"), Settings = Settings(from),
    };

    private static Layer AveragePool(ValueReader from) => new AveragePool(from.Argument<int>(0), from.Argument<int>(from.Count - 1))
    {
        CountIncludePad = from.Property("CountIncludePad", true),
        Name = from.Text("Name"), Settings = Settings(from),
    };

    private static Layer Filter(ValueReader from)
    {
        bool ready = from.Count == 1;
        var kinds = ready ? from.Argument<EquatableArray<int>>(0) : default;
        var values = ready ? default : from.Argument<EquatableArray<float>>(1);
        string? name = ready ? null : from.TextArgument(0) ?? "";
        return new Filter(from.Text("Name") ?? name, [.. kinds.Select(kind => (FilterKind)kind)], [.. values])
        {
            Filters = from.Property("Filters", 1), Height = from.Property<int>("Height"), Width = from.Property<int>("Width"), Size = from.Property("Size", 3),
            AcrossChannels = from.Property<bool>("AcrossChannels"), Stride = from.Property("Stride", 1), Dilation = from.Property("Dilation", 1),
            Padding = from.Choice<Padding>("Padding"), Pad = from.Property<int>("Pad"),
        };
    }

    private static WindowSettings Settings(ValueReader from) => new()
    {
        Stride = from.Property<int>("Stride"), StrideHeight = from.Property<int>("StrideHeight"), StrideWidth = from.Property<int>("StrideWidth"),
        Padding = from.Choice<Padding>("Padding"), Pad = from.Property<int>("Pad"),
        PadTop = from.Property("PadTop", -1), PadLeft = from.Property("PadLeft", -1),
        PadBottom = from.Property("PadBottom", -1), PadRight = from.Property("PadRight", -1),
    };
}
