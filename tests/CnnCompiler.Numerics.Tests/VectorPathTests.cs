using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using CnnCompiler.Nets;
using CnnCompiler.Oracle;

namespace CnnCompiler.Numerics.Tests;

/// <summary>The same nets with vectors of every width: the same bits wherever there is fused multiply-add, and right everywhere.</summary>
public sealed class VectorPathTests
{
    private static readonly (string Variable, string Value, string Path)[] Settings =
    [
        ("DOTNET_EnableAVX512", "0", "256-bit vectors with FMA"),
        ("DOTNET_PreferredVectorBitWidth", "128", "128-bit vectors with FMA"),
        ("DOTNET_EnableAVX2", "0", "128-bit vectors without FMA"),
        ("DOTNET_EnableHWIntrinsic", "0", "no vectors"),
    ];

    [Fact]
    public void ReferenceNets_GiveTheSameBitsOnEveryPathWithFma() =>
        Compare([.. CompiledNet.All.Select(net => (net.Name, net.Architecture, Seed: 1))], NetComparison.Tolerance, leastScale: 0);

    [Fact]
    public void RandomNets_GiveTheSameBitsOnEveryPathWithFma()
    {
        (Architecture Net, int Seed)[] nets = [.. Enumerable.Range(1, 40).Select(seed => (RandomNet(seed), seed))];
        using var models = NetComparison.Compile(nets);
        string file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".dll");
        try
        {
            File.WriteAllBytes(file, models.Image);
            Compare([.. nets.Select((net, index) => (NetComparison.ClassName(index), net.Net, net.Seed))], NetComparison.Tolerance, leastScale: 0.1, file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Each kernel in turn, on sizes that fill no vector evenly, behind a convolution that makes its input.</summary>
    private static Architecture RandomNet(int seed)
    {
        var random = new RandomValues((ulong)seed);
        var layers = new RandomLayers(random);
        if (seed % 8 == 0)
            return new NetBuilder(layers.Sequence(8, 30)).Add(shape => layers.Conv1D(shape)).Add(new Tanh()).Add(shape => layers.Conv1D(shape))
                .Add(new Flatten()).Add(layers.Dense(60)).Add(new Softmax()).Build();
        var net = new NetBuilder(layers.Map(6, 17)).Add(shape => layers.PlainConv2D(shape)).Add(layers.Activation());
        net = (seed % 8) switch
        {
            1 => net.Add(shape => layers.Depthwise(shape)),
            2 => net.Add(shape => layers.AveragePool(shape)),
            3 => net.Add(shape => layers.MaxPool(shape)),
            4 => net.Add(new GlobalAveragePool()).Add(new Flatten()).Add(layers.Dense(60)),
            5 => net.Add(new Softmax()),
            6 => net.Add(layers.BatchNorm()).Add(new Flatten()).Add(layers.Dense(60)).Add(new Sigmoid()),
            _ => net.Add(shape => layers.Conv2D(shape)),
        };
        return net.Build();
    }

    private static void Compare(IReadOnlyList<(string Name, Architecture Net, int Seed)> nets, double tolerance, double leastScale, params string[] arguments)
    {
        var usual = ChildProcess.Run([], arguments);
        var answers = Settings
            .Select(setting => (Expected: setting.Path, Answer: ChildProcess.Run([new(setting.Variable, setting.Value)], arguments)))
            .ToArray();
        // Only x64 with these instructions has the settings; elsewhere they change nothing and all runs must agree.
        if (Avx2.IsSupported && Fma.IsSupported)
            Assert.Equal(answers.Select(answer => answer.Expected), answers.Select(answer => answer.Answer.Path));
        if (Vector512.IsHardwareAccelerated)
            Assert.Equal("512-bit vectors with FMA", usual.Path);

        foreach (var (name, net, seed) in nets)
        {
            float[] expected = OnnxNet.Predict(net, RandomWeights.Of(net, seed), RandomWeights.InputOf(net, 1));
            foreach (var answer in answers.Select(answer => answer.Answer).Prepend(usual))
            {
                float[] actual = answer.Outputs[name];
                double difference = Difference.Relative(expected, actual, leastScale);
                string where = $"{name} on {answer.Path}\n{Testing.DeclarationText.Of(net, name, null)}";
                Assert.True(difference <= tolerance, $"{difference:E2}, {Difference.Describe(expected, actual)}: {where}");
                if (answer.Path.EndsWith("with FMA", StringComparison.Ordinal) && usual.Path.EndsWith("with FMA", StringComparison.Ordinal))
                    Assert.True(
                        Bits(usual.Outputs[name]).SequenceEqual(Bits(actual)),
                        $"Other bits than {usual.Path}, {Difference.Describe(usual.Outputs[name], actual)}: {where}");
            }
        }
    }

    private static ReadOnlySpan<uint> Bits(float[] values) => MemoryMarshal.Cast<float, uint>(values);
}
