using CnnCompiler.Inference;
using CnnCompiler.Oracle;

namespace CnnCompiler.Numerics.Tests;

/// <summary>What <c>Predict</c> promises beside the right numbers.</summary>
public sealed class PredictTests(ModelN2 fixture) : IClassFixture<ModelN2>
{
    [Fact]
    public void Predict_OfWrongLengths_Throws()
    {
        var model = fixture.Model;
        float[] input = fixture.Input(1);
        float[] output = new float[10];
        Assert.Throws<ArgumentException>(() => model.Predict(input.AsSpan(1), output));
        Assert.Throws<ArgumentException>(() => model.Predict([.. input, 0], output));
        Assert.Throws<ArgumentException>(() => model.Predict([], output));
        Assert.Throws<ArgumentException>(() => model.Predict(input, output.AsSpan(1)));
        Assert.Throws<ArgumentException>(() => model.Predict(input, []));
    }

    [Fact]
    public void Predict_OfOverlappingSpans_Throws()
    {
        float[] both = [.. fixture.Input(1), .. new float[10]];
        Assert.Throws<ArgumentException>(() => fixture.Model.Predict(both.AsSpan(0, 784), both.AsSpan(783, 10)));
        fixture.Model.Predict(both.AsSpan(0, 784), both.AsSpan(784));
    }

    [Fact]
    public void Predict_WithAnUnfitWorkspace_Throws()
    {
        float[] input = fixture.Input(1);
        float[] output = new float[10];
        int needed = fixture.Model.ScratchBytes;
        Assert.Equal(needed, fixture.Model.Info.ScratchBytes);
        Assert.True(needed > 0, "This net keeps values between layers.");
        Assert.Throws<ArgumentException>(() => fixture.Model.PredictIn(input, output, new Workspace(needed - 1)));
        Assert.Throws<ArgumentNullException>(() => fixture.Model.PredictIn(input, output, null!));
        fixture.Model.PredictIn(input, output, new Workspace(needed));
        Assert.Equal(fixture.Model.Output(input), output);
    }

    [Fact]
    public void Predict_WritesItsOutputsAndNothingElse()
    {
        float[] input = fixture.Input(2);
        float[] expected = fixture.Model.Output(input);
        for (int offset = 0; offset < 17; offset++)
        {
            // Neither span is aligned; the sentinels around the output must survive.
            float[] source = [.. new float[offset], .. input];
            float[] target = [.. Enumerable.Repeat(-7f, 64)];
            fixture.Model.Predict(source.AsSpan(offset), target.AsSpan(offset));
            Assert.Equal(expected, target[offset..(offset + 10)]);
            Assert.All(target[..offset].Concat(target[(offset + 10)..]), value => Assert.Equal(-7f, value));
        }
    }

    [Fact]
    public void Predict_InAWorkspaceThatOtherModelsUse_GivesTheSameBits()
    {
        var padded = new Architecture(
            new Input(9, 7, 3), new Conv2D(5, 3) { Padding = Padding.Same }, new ReLU(), new Conv2D(6, 5) { Pad = 2 }, new Sigmoid(),
            new MaxPool(3) { Stride = 1, Pad = 1 }, new DepthwiseConv2D(3) { Padding = Padding.Same });
        using var other = NetComparison.Compile([(padded, 3)]);
        var model = other[NetComparison.ClassName(0)];
        var shared = new Workspace(Math.Max(model.ScratchBytes, fixture.Model.ScratchBytes));
        float[] input = RandomWeights.InputOf(padded, 4);
        float[] expected = model.Output(input);
        float[] output = new float[expected.Length];
        for (int round = 0; round < 3; round++)
        {
            fixture.Model.PredictIn(fixture.Input(round), new float[10], shared);
            model.PredictIn(input, output, shared);
            Assert.Equal(expected, output);
        }
    }

    [Fact]
    public void Predict_AfterTheFirstCall_AllocatesNothing()
    {
        var model = fixture.Model;
        float[] input = fixture.Input(5);
        byte[] pixels = new byte[28 * 28];
        float[] output = new float[10];
        var workspace = new Workspace(model.ScratchBytes);
        using var file = new MemoryStream(RandomWeights.ToSafetensors(fixture.Net, fixture.Weights));
        var loaded = model.Load(file);
        long allocated = -1;
        var thread = new Thread(() =>
        {
            long before = 0;
            for (int call = 0; call < 100; call++)
            {
                if (call == 1)
                    before = GC.GetAllocatedBytesForCurrentThread();
                model.Predict(input, output);
                model.PredictIn(input, output, workspace);
                model.PredictBytes(pixels, 28, output);
                loaded.Predict(input, output);
                loaded.Predict(input, output, workspace);
            }
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        });
        thread.Start();
        thread.Join();
        Assert.Equal(0, allocated);
    }

    [Fact]
    public void Predict_OnEightThreads_GivesTheSameBits()
    {
        float[][] inputs = [.. Enumerable.Range(0, 16).Select(fixture.Input)];
        float[][] expected = [.. inputs.Select(input => fixture.Model.Output(input))];
        int wrong = 0;
        using var start = new Barrier(8);
        Thread[] threads = [.. Enumerable.Range(0, 8).Select(first => new Thread(() =>
        {
            float[] output = new float[10];
            start.SignalAndWait();
            for (int call = 0; call < 400; call++)
            {
                int index = (first * 2 + call) % inputs.Length;
                fixture.Model.Predict(inputs[index], output);
                if (!output.AsSpan().SequenceEqual(expected[index]))
                    Interlocked.Increment(ref wrong);
            }
        }))];
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();
        Assert.Equal(0, wrong);
    }

    [Fact]
    public void PredictBatch_IsPredictOfEach()
    {
        float[][] inputs = [.. Enumerable.Range(0, 3).Select(fixture.Input)];
        float[] outputs = new float[30];
        fixture.Model.PredictBatch([.. inputs.SelectMany(input => input)], outputs, 3);
        Assert.Equal(inputs.SelectMany(input => fixture.Model.Output(input)), outputs);
        Assert.Throws<ArgumentException>(() => fixture.Model.PredictBatch(inputs[0], outputs, 2));
    }

    [Fact]
    public void Run_IsPredictOnTensors()
    {
        var input = new Tensor(fixture.Model.Info.Inputs[0]);
        var output = new Tensor(fixture.Model.Info.Outputs[0]);
        fixture.Input(6).CopyTo(input.Values<float>());
        fixture.Model.Run([input], [output]);
        Assert.Equal(fixture.Model.Output(fixture.Input(6)), output.Values<float>().ToArray());
        Assert.Throws<ArgumentException>(() => fixture.Model.Run([], [output]));
        Assert.Throws<ArgumentException>(() => fixture.Model.Run([output], [output]));
    }

    [Fact]
    public void Info_TellsWhatWasDeclared()
    {
        var info = fixture.Model.Info;
        Assert.Equal(5_258, info.Parameters);
        // 26x26x8 sums of 9, 11x11x16 sums of 72, 10 sums of 400.
        Assert.Equal(26 * 26 * 8 * 9 + 11 * 11 * 16 * 72 + 10 * 400, info.MultiplyAdds);
        Assert.Equal([28, 28, 1], info.Inputs[0].Shape.ToArray());
        Assert.Equal([10], info.Outputs[0].Shape.ToArray());
        Assert.Equal(fixture.Net.Layers.Select(layer => layer.Kind), info.Layers.ToArray().Select(layer => layer.Kind));
        Assert.Equal(784, fixture.Model.InputLength);
        Assert.Equal(10, fixture.Model.OutputLength);
        Assert.Equal(fixture.Net.Parameters.Select(parameter => parameter.Name), fixture.Model.Architecture.Parameters.Select(parameter => parameter.Name));
    }
}
