using System.Globalization;
using System.Text;
using CnnCompiler.Oracle;
using CnnCompiler.Testing;
using CsCheck;

namespace CnnCompiler.Numerics.Tests;

/// <summary>Compiles nets, many at a time, and compares each with ONNX Runtime.</summary>
internal static class NetComparison
{
    /// <summary>The largest difference allowed, in units of the largest output: the order of summation may differ, nothing else.</summary>
    public const double Tolerance = 1e-5;

    /// <summary>
    /// The least unit of the difference. Inputs and weights make values of about 1; outputs of a few values may cancel to almost nothing.
    /// </summary>
    private const double LeastScale = 0.1;

    /// <summary>The nets compiled in one go: compiling is what takes the time.</summary>
    private const int BatchLength = 20;

    /// <summary>Draws nets and compares each; the failure says the seed and shows the declarations.</summary>
    /// <param name="draw">Makes a net of random values.</param>
    /// <param name="batches">How many times twenty nets are drawn.</param>
    public static void Sample(Func<RandomLayers, RandomValues, Architecture> draw, int batches = 2) =>
        Gen.Int.Array[BatchLength].Sample(
            seeds => Check([.. seeds.Select(seed =>
            {
                var random = new RandomValues((ulong)seed);
                return (draw(new RandomLayers(random), random), seed);
            })]),
            iter: batches, threads: 1);

    /// <summary>Compares nets with random weights.</summary>
    public static void Check(params IReadOnlyList<(Architecture Net, int Seed)> nets)
    {
        using var models = Compile(nets);
        var failures = new StringBuilder();
        for (int index = 0; index < nets.Count; index++)
        {
            var (net, seed) = nets[index];
            var weights = RandomWeights.Of(net, seed);
            float[] input = RandomWeights.InputOf(net, seed);
            float[] expected = OnnxNet.Predict(net, weights, input);
            float[] actual = models[ClassName(index)].Output(input);
            double difference = Difference.Relative(expected, actual, LeastScale);
            if (!(difference <= Tolerance))
                failures.Append(CultureInfo.InvariantCulture, $"Seed {seed}: difference {difference:E2}, {Difference.Describe(expected, actual)}\n")
                    .Append(DeclarationText.Of(net, ClassName(index), null)).Append('\n');
        }
        Assert.True(failures.Length == 0, failures.ToString());
    }

    /// <summary>Compiles nets with random weights into one assembly; the classes are called <see cref="ClassName"/>.</summary>
    public static ModelHarness Compile(IReadOnlyList<(Architecture Net, int Seed)> nets, Precision precision = Precision.Default)
    {
        var source = new StringBuilder(DeclarationText.Usings);
        var files = new Dictionary<string, byte[]>();
        for (int index = 0; index < nets.Count; index++)
        {
            var (net, seed) = nets[index];
            string file = ClassName(index) + ".safetensors";
            bool learned = net.Parameters.Count > 0;
            source.Append(DeclarationText.Of(net, ClassName(index), learned ? file : null, precision)).Append('\n');
            if (learned)
                files.Add(file, RandomWeights.ToSafetensors(net, RandomWeights.Of(net, seed)));
        }
        return ModelHarness.Compile(source.ToString(), files);
    }

    /// <summary>The class of the net at an index.</summary>
    public static string ClassName(int index) => string.Create(CultureInfo.InvariantCulture, $"Net{index}");
}
