using System.Globalization;
using static CnnCompiler.Generator.CSharp;

namespace CnnCompiler.Generator.Declarations;

/// <summary>Writes a declaration as the C# expression that makes the same <see cref="Architecture"/> at run time.</summary>
internal static class ArchitectureCode
{
    private const string Namespace = "global::CnnCompiler.";

    /// <summary>The arguments of Architecture's constructor, one a line.</summary>
    public static IReadOnlyList<string> Of(Architecture architecture) => [Of(architecture.Input, architecture.InputShape), .. architecture.Layers.Select(Of)];

    private static string Of(Input input, TensorShape shape)
    {
        string lengths = shape.Rank switch
        {
            3 => $"{Literal(shape.Height)}, {Literal(shape.Width)}, {Literal(shape.Channels)}",
            2 => $"{Literal(shape.Width)}, {Literal(shape.Channels)}",
            _ => Literal(shape.Channels),
        };
        var settings = new Settings();
        settings.Add(nameof(Input.Scale), input.Scale, 1);
        settings.Add(nameof(Input.Mean), input.Mean);
        settings.Add(nameof(Input.StandardDeviation), input.StandardDeviation);
        settings.Add(nameof(Input.Order), Namespace + "ChannelOrder.", input.Order, ChannelOrder.Rgb);
        return $"new {Namespace}Input({lengths}){settings}";
    }

    private static string Of(Layer layer)
    {
        var settings = new Settings();
        settings.Add(nameof(layer.Name), layer.Name);
        if (layer is WindowLayer window)
            AddWindow(settings, window);
        if (layer is ConvolutionLayer convolution)
        {
            settings.Add(nameof(convolution.Dilation), convolution.Dilation, 1);
            settings.Add(nameof(convolution.Bias), convolution.Bias, true);
        }
        string arguments = layer switch
        {
            Filter { Values.Count: > 0 } filter => $"{Literal(filter.Name ?? "")}, [{string.Join(", ", filter.Values.Select(Literal))}]",
            Filter { Kinds.Count: 0 } filter => Literal(filter.Name ?? ""),
            Filter filter => string.Join(", ", filter.Kinds.Select(kind => $"{Namespace}FilterKind.{kind}")),
            Conv2D conv => $"{Literal(conv.Filters)}, {Literal(conv.KernelHeight)}, {Literal(conv.KernelWidth)}",
            Conv1D conv => $"{Literal(conv.Filters)}, {Literal(conv.KernelWidth)}",
            WindowLayer plain => $"{Literal(plain.KernelHeight)}, {Literal(plain.KernelWidth)}",
            Dense dense => Literal(dense.Units),
            Dropout dropout => Literal(dropout.Rate),
            LeakyReLU leaky => Literal(leaky.Slope),
            _ => "",
        };
        switch (layer)
        {
            case Conv2D conv:
                settings.Add(nameof(conv.Groups), conv.Groups, 1);
                break;
            case Conv1D conv:
                settings.Add(nameof(conv.Groups), conv.Groups, 1);
                break;
            case DepthwiseConv2D conv:
                settings.Add(nameof(conv.Multiplier), conv.Multiplier, 1);
                break;
            case Filter filter:
                AddFilter(settings, filter);
                break;
            case AveragePool pool:
                settings.Add(nameof(pool.CountIncludePad), pool.CountIncludePad, true);
                break;
            case BatchNorm norm:
                settings.Add(nameof(norm.Epsilon), norm.Epsilon, 1e-5f);
                settings.Add(nameof(norm.Momentum), norm.Momentum, 0.1f);
                break;
            case Dense dense:
                settings.Add(nameof(dense.Bias), dense.Bias, true);
                break;
        }
        return $"new {Namespace}{layer.Kind}({arguments}){settings}";
    }

    private static void AddFilter(Settings settings, Filter filter)
    {
        settings.Add(nameof(filter.Filters), filter.Filters, 1);
        settings.Add(nameof(filter.Height), filter.Height, 0);
        settings.Add(nameof(filter.Width), filter.Width, 0);
        settings.Add(nameof(filter.Size), filter.Size, 3);
        settings.Add(nameof(filter.AcrossChannels), filter.AcrossChannels, false);
        settings.Add(nameof(filter.Stride), filter.Stride, 1);
        settings.Add(nameof(filter.Dilation), filter.Dilation, 1);
        settings.Add(nameof(filter.Padding), Namespace + "Padding.", filter.Padding, Padding.Valid);
        settings.Add(nameof(filter.Pad), filter.Pad, 0);
    }

    private static void AddWindow(Settings settings, WindowLayer window)
    {
        settings.Add(nameof(window.Stride), window.Stride, 0);
        settings.Add(nameof(window.StrideHeight), window.StrideHeight, 0);
        settings.Add(nameof(window.StrideWidth), window.StrideWidth, 0);
        settings.Add(nameof(window.Padding), Namespace + "Padding.", window.Padding, Padding.Valid);
        settings.Add(nameof(window.Pad), window.Pad, 0);
        settings.Add(nameof(window.PadTop), window.PadTop, -1);
        settings.Add(nameof(window.PadLeft), window.PadLeft, -1);
        settings.Add(nameof(window.PadBottom), window.PadBottom, -1);
        settings.Add(nameof(window.PadRight), window.PadRight, -1);
    }

    /// <summary>The members of an object initialiser that differ from their defaults.</summary>
    private sealed class Settings
    {
        private readonly List<string> _members = [];

        public void Add(string name, int value, int standard) => Add(name, Literal(value), value != standard);

        public void Add(string name, float value, float standard) => Add(name, Literal(value), !value.Equals(standard));

        public void Add(string name, bool value, bool standard) => Add(name, value ? "true" : "false", value != standard);

        public void Add(string name, string? value) => Add(name, value is null ? "" : Literal(value), value is not null);

        public void Add(string name, float[] values) => Add(name, $"[{string.Join(", ", values.Select(Literal))}]", values.Length > 0);

        public void Add<T>(string name, string prefix, T value, T standard)
            where T : struct, Enum => Add(name, prefix + Convert.ToString(value, CultureInfo.InvariantCulture), !value.Equals(standard));

        public override string ToString() => _members.Count == 0 ? "" : $" {{ {string.Join(", ", _members)} }}";

        private void Add(string name, string text, bool differs)
        {
            if (differs)
                _members.Add($"{name} = {text}");
        }
    }
}
