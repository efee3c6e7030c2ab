using System.Runtime.InteropServices;
using CnnCompiler.Inference;
using CnnCompiler.Nets;
using CnnCompiler.Oracle;
using CnnCompiler.Testing;
using CsCheck;

namespace CnnCompiler.Numerics.Tests;

/// <summary>Batches give the bits of single predictions, whatever their size and however many threads share them.</summary>
public sealed class BatchTests
{
    [Theory]
    [InlineData("N1")]
    [InlineData("N2")]
    [InlineData("N3")]
    [InlineData("N4")]
    [InlineData("AD")]
    [InlineData("KWS")]
    [InlineData("RobotLowerSmall")]
    public void ReferenceNet_GivesTheBitsOfSinglePredictions(string name)
    {
        var net = CompiledNet.All.Single(net => net.Name == name);
        var predictor = net.Load(new MemoryStream(RandomWeights.ToSafetensors(net.Architecture, RandomWeights.Of(net.Architecture, 1))));
        Check(net.Architecture, predictor, 1, 2, 5, 6, 7, 23, 49, 64);
    }

    [Fact]
    public void RandomNets_GiveTheBitsOfSinglePredictions()
    {
        // Outputs that fill one vector, several, and odd numbers of them; inputs that the parts of a sum do not divide, and more than a chunk.
        (Architecture Net, int Seed)[] nets =
        [
            .. new[] { 1, 3, 8, 10, 17, 40, 48, 84, 100, 128, 200, 250 }.Select(units =>
                (new Architecture(new Input(3 * units + 5), new Dense(units), new ReLU(), new Dense(9), new Softmax()), units)),
            .. new[] { 2, 12, 70, 256 }.Select(units => (new Architecture(new Input(2_053), new Dense(units), new LeakyReLU(0.1f), new Dense(3)), 1_000 + units)),
            (new Architecture(new Input(9, 8, 5), new Conv2D(12, 3), new ReLU(), new MaxPool(2), new Flatten(), new Dense(33), new Tanh(), new Dense(16)), 5),
            (new Architecture(new Input(6, 6, 3), new Flatten(), new Dense(20), new BatchNorm(), new Sigmoid(), new Dense(20), new Softmax()), 6),
            (new Architecture(new Input(6, 5, 16), new Conv2D(16, 3) { Padding = Padding.Same }, new GlobalAveragePool(), new Softmax()), 7),
        ];
        using var models = NetComparison.Compile(nets);
        foreach (var ((net, seed), index) in nets.Select((net, index) => (net, index)))
        {
            var weights = new MemoryStream(RandomWeights.ToSafetensors(net, RandomWeights.Of(net, seed)));
            Check(net, models[NetComparison.ClassName(index)].Load(weights), 1, 4, 6, 13, 60);
        }
    }

    [Theory]
    [InlineData("N4")]
    [InlineData("N6a")]
    [InlineData("N6b")]
    [InlineData("N6c")]
    [InlineData("RobotLower")]
    [InlineData("N2")]
    public void ThreadsOnOneInput_GiveTheBitsOfOneThread(string name)
    {
        var net = CompiledNet.All.Single(net => net.Name == name);
        CheckThreads(net.Architecture, net.Load(new MemoryStream(RandomWeights.ToSafetensors(net.Architecture, RandomWeights.Of(net.Architecture, 1)))));
    }

    [Fact]
    public void ThreadsOnOneInputOfRandomNets_GiveTheBitsOfOneThread()
    {
        // Heights that tiles do not divide, where Winograd's last row of tiles overlaps the one before to other bits; borders, pools and strides.
        (Architecture Net, int Seed)[] nets =
        [
            .. new[] { 53, 54, 55, 56, 57 }.Select(height => (new Architecture(
                new Input(height, 43, 32), new Conv2D(64, 3) { Padding = Padding.Same }, new ReLU(), new Conv2D(64, 3) { Padding = Padding.Same }, new ReLU(), new MaxPool(2)), height)),
            .. new[] { 97, 98, 99, 100 }.Select(height => (new Architecture(
                new Input(height, 75, 3), new Conv2D(32, 3), new ReLU(), new Conv2D(16, 3), new ReLU(), new MaxPool(2)), height)),
            (new Architecture(new Input(52, 52, 24), new Conv2D(32, 3), new ReLU(), new MaxPool(2)), 4),
            (new Architecture(new Input(61, 47, 24), new Conv2D(40, 5) { Padding = Padding.Same }, new ReLU(), new Conv2D(48, 1), new ReLU(), new Conv2D(64, 3) { Stride = 2 }), 1),
            (new Architecture(new Input(77, 78, 16), new Conv2D(32, 5), new LeakyReLU(0.1f), new MaxPool(2), new Conv2D(128, 1) { Stride = 2 }), 2),
            (new Architecture(new Input(33, 35, 64), new Conv2D(96, 1), new Sigmoid(), new Conv2D(64, 3), new GlobalAveragePool(), new Flatten(), new Dense(10)), 3),
        ];
        using var models = NetComparison.Compile(nets);
        for (int index = 0; index < nets.Length; index++)
        {
            var weights = new MemoryStream(RandomWeights.ToSafetensors(nets[index].Net, RandomWeights.Of(nets[index].Net, nets[index].Seed)));
            Assert.Contains(": ISharedModel", models.Generated[index], StringComparison.Ordinal);
            CheckThreads(nets[index].Net, models[NetComparison.ClassName(index)].Load(weights));
        }
        NetComparison.Check(nets);
    }

    [Fact]
    public void ThreadsOnOneInputOfRandomDepthwiseChains_GiveTheBitsOfOneThread() => Gen.Int.Array[6].Sample(
        seeds =>
        {
            (Architecture Net, int Seed)[] nets = [.. seeds.Select(seed => (DepthwiseChain(new RandomValues((ulong)seed)), seed))];
            using var models = NetComparison.Compile(nets);
            for (int index = 0; index < nets.Length; index++)
            {
                var weights = new MemoryStream(RandomWeights.ToSafetensors(nets[index].Net, RandomWeights.Of(nets[index].Net, nets[index].Seed)));
                Assert.Contains(": ISharedModel", models.Generated[index], StringComparison.Ordinal);
                CheckThreads(nets[index].Net, models[NetComparison.ClassName(index)].Load(weights));
            }
            NetComparison.Check(nets);
        },
        iter: 2, threads: 1);

    /// <summary>A depthwise convolution that threads share, a pair that they share, whose maps are fetched ahead, and a pair of any size.</summary>
    private static Architecture DepthwiseChain(RandomValues random)
    {
        var layers = new RandomLayers(random);
        return new NetBuilder(new Input(random.Integer(66, 80), random.Integer(66, 80), random.Pick(64, 72, 80)))
            .Add(new DepthwiseConv2D(5) { Pad = random.Integer(0, 3), Bias = !random.OneIn(3) }).Add(new MaxPool(2) { Stride = 1 })
            .Add(new DepthwiseConv2D(3) { StrideHeight = random.Pick(1, 1, 2), Pad = random.Integer(0, 2) }).Add(layers.Activation()).Add(new Conv2D(random.Pick(40, 64, 96), 1)).Add(layers.Activation())
            .Add(shape => layers.Depthwise(shape)).Add(new Conv2D(random.Integer(17, 100), 1)).Build();
    }

    [Fact]
    public void ParallelBatch_AllocatesNothingOnTheCallersThreadAfterItsFirstCall()
    {
        var (predictor, inputs, outputs) = Prepare("N2", 64);
        for (int warmUp = 0; warmUp < 3; warmUp++)
        {
            predictor.PredictBatch(inputs, outputs, 64);
            predictor.PredictBatch(inputs, outputs, 64, 2);
        }
        long before = GC.GetAllocatedBytesForCurrentThread();
        predictor.PredictBatch(inputs, outputs, 64);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        for (int call = 0; call < 100; call++)
            predictor.PredictBatch(inputs, outputs, 64, 2);
        // What the pool's own queue takes for a work item now and then, not for each call.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100 * 64);
    }

    [Fact]
    public void ParallelBatch_MayBeCalledByManyThreadsAtOnce()
    {
        var (predictor, inputs, expected) = Prepare("N2", 40);
        predictor.PredictBatch(inputs, expected, 40);
        Parallel.For(0, 50, new ParallelOptions { MaxDegreeOfParallelism = 4 }, _ =>
        {
            float[] outputs = new float[expected.Length];
            predictor.PredictBatch(inputs, outputs, 40, 3);
            Assert.True(outputs.AsSpan().SequenceEqual(expected));
        });
    }

    [Fact]
    public void WrongArguments_AreRefused()
    {
        var (predictor, inputs, outputs) = Prepare("N2", 2);
        Assert.Throws<ArgumentException>(() => predictor.PredictBatch(inputs, outputs, 3));
        Assert.Throws<ArgumentException>(() => predictor.PredictBatch(inputs, outputs, 3, 2));
        Assert.Throws<ArgumentException>(() => predictor.PredictBatch(inputs, new float[19], 2, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => predictor.PredictBatch(inputs, outputs, 2, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => predictor.PredictBatch(inputs, outputs, -1, 1));
        predictor.PredictBatch([], outputs, 0, 2);
    }

    private static void CheckThreads(Architecture net, IPredictor predictor)
    {
        float[] input = RandomWeights.InputOf(net, 1);
        float[] expected = new float[predictor.OutputLength];
        predictor.Predict(input, expected);
        foreach (int threads in (int[])[1, 2, 2, 2, 3, 8])
        {
            float[] output = new float[expected.Length];
            predictor.Predict(input, output, threads);
            Assert.True(
                MemoryMarshal.Cast<float, uint>(expected.AsSpan()).SequenceEqual(MemoryMarshal.Cast<float, uint>(output.AsSpan())),
                $"{threads} threads, {Difference.Describe(expected, output)}:\n{DeclarationText.Of(net, "Net", null)}");
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => predictor.Predict(input, expected, 0));
        Assert.Throws<ArgumentException>(() => predictor.Predict(input.AsSpan(1), expected, 2));
    }

    private static void Check(Architecture net, IPredictor predictor, params int[] counts)
    {
        foreach (int count in counts)
        {
            float[][] inputs = [.. Enumerable.Range(0, count).Select(seed => RandomWeights.InputOf(net, seed))];
            float[] expected = new float[count * predictor.OutputLength];
            for (int image = 0; image < count; image++)
                predictor.Predict(inputs[image], expected.AsSpan(image * predictor.OutputLength, predictor.OutputLength));
            // Between pages that nobody may touch: what is written behind an array would be found by the garbage collector, much later.
            using var inputMemory = new GuardedMemory(count * predictor.InputLength * sizeof(float));
            using var outputMemory = new GuardedMemory(expected.Length * sizeof(float));
            foreach (int threads in (int[])[0, 1, 2, 5])
            {
                var all = inputMemory.Span<float>(count * predictor.InputLength, atEnd: threads != 1);
                var outputs = outputMemory.Span<float>(expected.Length, atEnd: threads != 1);
                for (int image = 0; image < count; image++)
                    inputs[image].CopyTo(all[(image * predictor.InputLength)..]);
                if (threads == 0)
                    predictor.PredictBatch(all, outputs, count);
                else
                    predictor.PredictBatch(all, outputs, count, threads);
                Assert.True(
                    MemoryMarshal.Cast<float, uint>(expected.AsSpan()).SequenceEqual(MemoryMarshal.Cast<float, uint>(outputs)),
                    $"{count} inputs, {threads} threads, {Difference.Describe(expected, outputs.ToArray())}:\n{DeclarationText.Of(net, "Net", null)}");
            }
        }
    }

    private static (IPredictor Predictor, float[] Inputs, float[] Outputs) Prepare(string name, int count)
    {
        var net = CompiledNet.All.Single(net => net.Name == name);
        var predictor = net.Load(new MemoryStream(RandomWeights.ToSafetensors(net.Architecture, RandomWeights.Of(net.Architecture, 1))));
        return (predictor, [.. Enumerable.Range(0, count).SelectMany(seed => RandomWeights.InputOf(net.Architecture, seed))], new float[count * predictor.OutputLength]);
    }
}
