using System.Globalization;
using System.Text;

namespace CnnCompiler.Testing;

/// <summary>Writes a net that was put together in code as the C# declaration a user would write.</summary>
public static class DeclarationText
{
    /// <summary>What a file with declarations starts with.</summary>
    public const string Usings = "using CnnCompiler;\n\n";

    /// <summary>The declaration of a net as a class in the global namespace, without <see cref="Usings"/>.</summary>
    /// <param name="architecture">The net.</param>
    /// <param name="className">The name of the class.</param>
    /// <param name="weightFile">The weight file's name, or null where the net needs none.</param>
    public static string Of(Architecture architecture, string className, string? weightFile)
    {
        var text = new StringBuilder();
        text.Append(weightFile is null ? "[CnnModel]\n" : $"[CnnModel(\"{weightFile}\")]\n");
        text.Append(Input(architecture)).Append('\n');
        foreach (var layer in architecture.Layers)
            text.Append('[').Append(Layer(layer)).Append("]\n");
        return text.Append("public sealed partial class ").Append(className).Append(";\n").ToString();
    }

    private static string Input(Architecture architecture)
    {
        var (shape, input) = (architecture.InputShape, architecture.Input);
        var arguments = new Arguments();
        if (shape.Rank == 3)
            arguments.Value(shape.Height);
        if (shape.Rank >= 2)
            arguments.Value(shape.Width);
        arguments.Value(shape.Channels);
        arguments.Named(nameof(input.Scale), Text(input.Scale), input.Scale != 1);
        arguments.Named(nameof(input.Mean), Text(input.Mean), input.Mean.Length > 0);
        arguments.Named(nameof(input.StandardDeviation), Text(input.StandardDeviation), input.StandardDeviation.Length > 0);
        arguments.Named(nameof(input.Order), $"ChannelOrder.{input.Order}", input.Order != ChannelOrder.Rgb);
        return $"[Input{arguments}]";
    }

    private static string Layer(Layer layer)
    {
        var arguments = new Arguments();
        switch (layer)
        {
            case Conv1D conv:
                arguments.Value(conv.Filters).Value(conv.KernelWidth).Named(nameof(conv.Groups), Text(conv.Groups), conv.Groups != 1);
                break;
            case Conv2D conv:
                arguments.Value(conv.Filters).Window(conv).Named(nameof(conv.Groups), Text(conv.Groups), conv.Groups != 1);
                break;
            case DepthwiseConv2D conv:
                arguments.Window(conv).Named(nameof(conv.Multiplier), Text(conv.Multiplier), conv.Multiplier != 1);
                break;
            case AveragePool pool:
                arguments.Window(pool).Named(nameof(pool.CountIncludePad), "false", !pool.CountIncludePad);
                break;
            case MaxPool pool:
                arguments.Window(pool);
                break;
            case Dense dense:
                arguments.Value(dense.Units).Named(nameof(dense.Bias), "false", !dense.Bias);
                break;
            case LeakyReLU leaky:
                arguments.Value(Text(leaky.Slope));
                break;
            case Dropout dropout:
                arguments.Value(Text(dropout.Rate));
                break;
            case BatchNorm norm:
                arguments.Named(nameof(norm.Epsilon), Text(norm.Epsilon), norm.Epsilon != 1e-5f);
                arguments.Named(nameof(norm.Momentum), Text(norm.Momentum), norm.Momentum != 0.1f);
                break;
            case ReLU or Sigmoid or Tanh or Softmax or Flatten or GlobalAveragePool or Residual or Shortcut or Add:
                break;
            default:
                throw new NotSupportedException($"{layer.Kind} cannot be written as text yet: add it here.");
        }
        if (layer is WindowLayer window)
            Window(arguments, window);
        if (layer is ConvolutionLayer convolution)
            arguments
                .Named(nameof(convolution.Dilation), Text(convolution.Dilation), convolution.Dilation != 1)
                .Named(nameof(convolution.Bias), "false", !convolution.Bias);
        arguments.Named(nameof(layer.Name), $"\"{layer.Name}\"", layer.Name is not null);
        return layer.Kind + arguments;
    }

    private static void Window(Arguments arguments, WindowLayer window) => arguments
        .Named(nameof(window.Stride), Text(window.Stride), window.Stride != 0)
        .Named(nameof(window.StrideHeight), Text(window.StrideHeight), window.StrideHeight != 0)
        .Named(nameof(window.StrideWidth), Text(window.StrideWidth), window.StrideWidth != 0)
        .Named(nameof(window.Padding), $"Padding.{window.Padding}", window.Padding != Padding.Valid)
        .Named(nameof(window.Pad), Text(window.Pad), window.Pad != 0)
        .Named(nameof(window.PadTop), Text(window.PadTop), window.PadTop != -1)
        .Named(nameof(window.PadLeft), Text(window.PadLeft), window.PadLeft != -1)
        .Named(nameof(window.PadBottom), Text(window.PadBottom), window.PadBottom != -1)
        .Named(nameof(window.PadRight), Text(window.PadRight), window.PadRight != -1);

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(float value) => value.ToString("R", CultureInfo.InvariantCulture) + "f";

    private static string Text(float[] values) => $"new float[] {{ {string.Join(", ", values.Select(Text))} }}";

    private sealed class Arguments
    {
        private readonly List<string> _texts = [];

        public Arguments Value(int value) => Value(Text(value));

        public Arguments Value(string text)
        {
            _texts.Add(text);
            return this;
        }

        public Arguments Window(WindowLayer window) => window.KernelHeight == window.KernelWidth
            ? Value(window.KernelHeight)
            : Value(window.KernelHeight).Value(window.KernelWidth);

        public Arguments Named(string name, string text, bool given) => given ? Value($"{name} = {text}") : this;

        public override string ToString() => _texts.Count == 0 ? "" : $"({string.Join(", ", _texts)})";
    }
}
