using CnnCompiler.Nets;
using CnnCompiler.Oracle;
using CnnCompiler.Testing;

namespace CnnCompiler.Numerics.Tests;

/// <summary>A small net for digits, compiled once for the tests of what every model promises.</summary>
public sealed class ModelN2 : IDisposable
{
    private readonly ModelHarness _harness;

    public ModelN2()
    {
        Weights = RandomWeights.Of(Net, 1);
        _harness = ModelHarness.Compile(Net, Weights);
        Model = _harness["Net"];
    }

    public Architecture Net { get; } = N2.Architecture;

    public Dictionary<string, float[]> Weights { get; }

    public CompiledModel Model { get; }

    public float[] Input(int seed) => RandomWeights.InputOf(Net, seed);

    public void Dispose() => _harness.Dispose();
}
