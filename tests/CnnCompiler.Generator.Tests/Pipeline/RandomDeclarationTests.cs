using System.Globalization;
using CnnCompiler.Testing;
using CsCheck;
using Microsoft.CodeAnalysis;

namespace CnnCompiler.Generator.Tests.Pipeline;

/// <summary>Whatever is declared, the generator says what is wrong with it or writes code that compiles.</summary>
public class RandomDeclarationTests
{
    private static readonly Gen<string> Number = Gen.OneOf(
        Gen.Int[1, 9].Select(Text), Gen.Int[1, 9].Select(Text), Gen.Int[1, 9].Select(Text), Gen.Int[-3, 5000].Select(Text),
        AnyOf("0", "-1", "int.MaxValue", "int.MinValue", "4096", "268435456", "65536"));

    private static readonly Gen<string> Real = Gen.OneOf(
        Gen.Single[0.01f, 2f].Select(value => value.ToString("R", CultureInfo.InvariantCulture) + "f"),
        AnyOf("0f", "-1f", "float.NaN", "float.PositiveInfinity", "float.Epsilon", "float.MaxValue", "float.MinValue"));

    private static readonly Gen<string> LayerName = AnyOf(
        "null", "\"\"", "\"conv\"", "\"a.b\"", "\"\\\"; }\"", "\"*/ // \\r\\n #if\"", "\"\\0\\uD800\\u2028{0}\"", "\"\u00e9\\\\\"");

    private static readonly Gen<string> Flag = AnyOf("true", "false");

    private static readonly Gen<string> Setting = Gen.OneOf(
        Number.Select(value => $"Stride = {value}"), Number.Select(value => $"StrideHeight = {value}"), Number.Select(value => $"StrideWidth = {value}"),
        Number.Select(value => $"Pad = {value}"), Number.Select(value => $"PadTop = {value}"), Number.Select(value => $"PadLeft = {value}"),
        Number.Select(value => $"PadBottom = {value}"), Number.Select(value => $"PadRight = {value}"), LayerName.Select(value => $"Name = {value}"),
        AnyOf("Padding.Same", "Padding.Same", "Padding.Valid", "(Padding)9").Select(value => $"Padding = {value}"));

    private static readonly Gen<string> ConvolutionSetting = Gen.OneOf(
        Setting, Number.Select(value => $"Dilation = {value}"), Flag.Select(value => $"Bias = {value}"));

    private static readonly Gen<string[]> FilterArguments = Gen.OneOf(
        AnyOf("FilterKind.Blur", "FilterKind.Gaussian", "FilterKind.SobelHorizontal", "FilterKind.VerticalEdge", "(FilterKind)99").Array[0, 3],
        Gen.Select(AnyOf("\"blur\"", "\"sobel vertical\"", "\"mine\"", "\"\"", "\"\\\"; }\"", "\"\\0\\uD800</summary>{0}\""), Gen.OneOf(Real, Number).Array[0, 10])
            .Select((name, values) => (string[])[name, .. values]));

    private static readonly Gen<string> FilterSetting = Gen.OneOf(
        Number.Select(value => $"Filters = {value}"), Number.Select(value => $"Height = {value}"), Number.Select(value => $"Width = {value}"),
        Number.Select(value => $"Size = {value}"), Number.Select(value => $"Stride = {value}"), Number.Select(value => $"Dilation = {value}"),
        Number.Select(value => $"Pad = {value}"), Flag.Select(value => $"AcrossChannels = {value}"), AnyOf("Padding = Padding.Same", "Padding = (Padding)9"));

    private static readonly Gen<string> AnyLayer = Gen.OneOf(
        Layer("Filter", FilterArguments, FilterSetting),
        Layer("MinPool", Gen.OneOf(Number.Array[1], Number.Array[2]), Setting),
        Layer("Conv2D", Gen.OneOf(Number.Array[2], Number.Array[3]), Gen.OneOf(ConvolutionSetting, Number.Select(value => $"Groups = {value}"))),
        Layer("Conv1D", Number.Array[2], Gen.OneOf(ConvolutionSetting, Number.Select(value => $"Groups = {value}"))),
        Layer("DepthwiseConv2D", Gen.OneOf(Number.Array[1], Number.Array[2]), Gen.OneOf(ConvolutionSetting, Number.Select(value => $"Multiplier = {value}"))),
        Layer("MaxPool", Gen.OneOf(Number.Array[1], Number.Array[2]), Setting),
        Layer("AveragePool", Gen.OneOf(Number.Array[1], Number.Array[2]), Gen.OneOf(Setting, Flag.Select(value => $"CountIncludePad = {value}"))),
        Layer("Dense", Number.Array[1], Gen.OneOf(LayerName.Select(value => $"Name = {value}"), Flag.Select(value => $"Bias = {value}"))),
        Layer("BatchNorm", Number.Array[0], Gen.OneOf(Real.Select(value => $"Epsilon = {value}"), Real.Select(value => $"Momentum = {value}"))),
        Layer("LeakyReLU", Gen.OneOf(Real.Array[0], Real.Array[1]), LayerName.Select(value => $"Name = {value}")),
        Layer("Dropout", Gen.OneOf(Real.Array[0], Real.Array[1]), LayerName.Select(value => $"Name = {value}")),
        AnyOf("ReLU", "Sigmoid", "Tanh", "Softmax", "Flatten", "GlobalAveragePool", "BatchNorm", "MaxPool(2)", "Conv2D(4, 3)", "System.Obsolete",
            "Residual", "Residual, ReLU", "Shortcut", "Add", "Add"));

    /// <summary>Layers that work on a map of 12x12x3 and on what others of them make of it.</summary>
    private static readonly Gen<string> SoundLayer = AnyOf(
        "Conv2D(4, 3)", "Conv2D(20, 1, Bias = false)", "Conv2D(5, 3, Padding = Padding.Same, Stride = 2)", "DepthwiseConv2D(2, Multiplier = 2)", "BatchNorm", "ReLU",
        "LeakyReLU(0.2f)", "Sigmoid", "Tanh", "Dropout", "Softmax", "AveragePool(1)", "MaxPool(2, Stride = 1)", "Residual, Sigmoid, Add", "Residual, Conv2D(6, 3), Shortcut, Conv2D(6, 3), Add, ReLU",
        "Residual, ReLU, Residual, Tanh, Add, Add", "Residual, MaxPool(1), Shortcut, DepthwiseConv2D(1), Add");

    private static readonly Gen<string> AnyInput = Gen.OneOf(
        AnyOf("Input(12, 12, 3)", "Input(28, 28, 1, Scale = 1f / 255)", "Input(40, 6)", "Input(20)"),
        Layer("Input", Gen.OneOf(Number.Array[1], Number.Array[2], Number.Array[3]), Gen.OneOf(
            Real.Select(value => $"Scale = {value}"),
            Real.Array[0, 3].Select(values => $"Mean = new float[] {{ {string.Join(", ", values)} }}"),
            Real.Array[0, 3].Select(values => $"StandardDeviation = [{string.Join(", ", values)}]"),
            AnyOf("Order = ChannelOrder.Bgr", "Order = (ChannelOrder)9"))));

    private static readonly Gen<string> AnyModel = AnyOf(
        "CnnModel", "CnnModel(\"a.safetensors\")", "CnnModel(FeatureMaps = true)", "CnnModel(\"a.safetensors\", FeatureMaps = true)", "CnnModel(null!)", "CnnModel(\"\")", "CnnModel(\"*/ \\\" \\r\\n \\\\ \\0.safetensors\")");

    private static readonly Gen<string> PlausibleLayer = Gen.OneOf(
        AnyOf("ReLU", "LeakyReLU", "Sigmoid", "Tanh", "Softmax", "BatchNorm", "Dropout", "BatchNorm(Epsilon = float.Epsilon)", "LeakyReLU(-3.5e-30f)"),
        AnyOf("MaxPool(2)", "MaxPool(2, 1, Padding = Padding.Same)", "AveragePool(3, Stride = 1, Pad = 1, CountIncludePad = false)", "AveragePool(1, 2)"),
        AnyOf("Conv2D(4, 3)", "Conv2D(17, 1)", "Conv2D(2, 3, 2, Stride = 2, PadTop = 2, Bias = false)",
            "DepthwiseConv2D(3, Multiplier = 2, Padding = Padding.Same)"),
        AnyOf("Filter(\"blur\")", "Filter(FilterKind.Sharpen, FilterKind.Laplacian, Padding = Padding.Same)", "Filter(\"mine\", 1, 2, Height = 1, Name = \"\\0\\uD800</summary>\")", "MinPool(2, 1)"),
        LayerName.Select(name => $"Conv2D(3, 3, Dilation = 2, Padding = Padding.Same, Name = {name})"));

    private static readonly Gen<string> PlausibleHead = AnyOf(
        "Flatten, Dense(10), Softmax", "GlobalAveragePool, Flatten", "Flatten, Dense(7, Bias = false), BatchNorm, Tanh, Dense(1)",
        "Softmax", "Flatten", "Dropout");

    [Fact]
    public void AnyDeclaration_IsDiagnosedOrCompiles() =>
        Gen.Select(AnyModel, AnyInput, AnyLayer.Array[0, 8]).Sample(
            declared => { Compile(declared.Item1, declared.Item2, declared.Item3); },
            iter: 150, threads: 1);

    [Fact]
    public void PlausibleDeclaration_MostlyCompiles()
    {
        int compiled = 0;
        Gen.Select(AnyModel, AnyOf("Input(24, 20, 3)", "Input(28, 28, 1, Scale = 1f / 255)"), PlausibleLayer.Array[0, 4], PlausibleHead).Sample(
            declared => { compiled += Compile(declared.Item1, declared.Item2, [.. declared.Item3, declared.Item4]); },
            iter: 80, threads: 1);
        Assert.True(compiled >= 40, $"only {compiled} of 80 declarations compiled: the draw tests little but diagnostics");
    }

    [Fact]
    public void DeepNest_Compiles()
    {
        const int Depth = 60;
        string open = string.Concat(Enumerable.Range(0, Depth).Select(level => $"partial {(level % 2 == 0 ? "class" : "struct")} L{level}<T{level}> {{ "));
        string close = new('}', Depth);
        Assert.Equal(1, AssertDiagnosedOrCompiles($"using CnnCompiler; {open} [CnnModel, Input(8, 8, 1), MaxPool(2)] partial class Net; {close}"));
    }

    [Fact]
    public void NamesOfTheFramework_TakenByTheUser_DoNotMatter()
    {
        const string Taken = "class Span; class Math; class MathF; class Vector256; class Float256; class Workspace; " +
            " class Unsafe; class Thread; class Net;";
        var project = new GeneratorHarness(Declared.Digits.Replace("class Digits;", "class Digits { class CnnCompiler; class System; class Tensor; class Int32; }"));
        project.SetSource("Global.cs", Taken);
        project.SetSource("Around.cs", $"namespace Shapes {{ {Taken} class CnnCompiler; class System; }}");
        project.SetFiles(Declared.DigitsFile());
        var outcome = project.Run();
        outcome.SaysNothing();
        Assert.Single(outcome.Generated);
        Assert.DoesNotContain(outcome.CompilerErrors, error => error.Location.SourceTree?.FilePath is not ("Global.cs" or "Around.cs"));
    }

    [Fact]
    public void ManyLayers_Compile()
    {
        string layers = string.Join(", ", Enumerable.Repeat("Conv2D(2, 3, Padding = Padding.Same), BatchNorm, ReLU", 60));
        Assert.Equal(1, AssertDiagnosedOrCompiles($"using CnnCompiler; [CnnModel(\"net.safetensors\"), Input(9, 9, 2), {layers}] partial class Net;"));
    }

    [Fact]
    public void NamesThatDifferInCaseAlone_AreFilesOfTheirOwn()
    {
        const string Attributes = "[CnnModel, Input(8, 8, 1), MaxPool(2)]";
        var outcome = GeneratorHarness.Run(
            $"using CnnCompiler; {Attributes} partial class Net; {Attributes} partial class NET; namespace net {{ {Attributes} partial class Net; }}");
        outcome.SaysNothing();
        Assert.Empty(outcome.CompilerErrors);
        var names = outcome.Values(CnnGenerator.Steps.Sources).Cast<Declarations.ModelFile>().Select(file => file.HintName).ToArray();
        Assert.Equal(3, outcome.HintNames.Count);
        Assert.Equal(3, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    private static int Compile(string model, string input, string[] layers) => AssertDiagnosedOrCompiles(
        $"using CnnCompiler;\nnamespace Shapes;\n[{model}]\n[{input}]\n{string.Concat(layers.Select(layer => $"[{layer}]\n"))}public sealed partial class Net;\n");

    /// <summary>1 where code was made and compiles, 0 where the declaration was refused.</summary>
    private static int AssertDiagnosedOrCompiles(string source)
    {
        var outcome = GeneratorHarness.Run(source);
        Assert.Null(outcome.Exception);
        Assert.DoesNotContain(outcome.Diagnostics, diagnostic => diagnostic.Id == "CNN0203");
        if (outcome.Diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error))
        {
            Assert.All(outcome.Diagnostics, diagnostic => Assert.NotEmpty(outcome.At(diagnostic.Location)));
            Assert.Empty(outcome.Generated);
            return 0;
        }
        Assert.Empty(outcome.CompilerErrors);
        Assert.Single(outcome.Generated);
        return 1;
    }

    private static Gen<string> Layer(string name, Gen<string[]> arguments, Gen<string> settings) =>
        Gen.Select(arguments, settings.Array[0, 3]).Select((values, named) =>
        {
            string[] once = [.. named.DistinctBy(setting => setting.Split(' ')[0])];
            return values.Length + once.Length == 0 ? name : $"{name}({string.Join(", ", [.. values, .. once])})";
        });

    private static Gen<string> AnyOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(index => texts[index]);

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
