using CnnCompiler.Oracle;
using CnnCompiler.Testing;
using CnnCompiler.Weights;

namespace CnnCompiler.Numerics.Tests;

/// <summary>Other weights for a compiled net.</summary>
public sealed class LoadTests(ModelN2 fixture) : IClassFixture<ModelN2>
{
    [Fact]
    public void Load_GivesTheBitsOfAClassBuiltWithTheseWeights()
    {
        var others = RandomWeights.Of(fixture.Net, 99);
        using var built = ModelHarness.Compile(fixture.Net, others);
        var loaded = fixture.Model.Load(new MemoryStream(RandomWeights.ToSafetensors(fixture.Net, others)));
        Assert.Equal(784, loaded.InputLength);
        Assert.Equal(10, loaded.OutputLength);
        byte[] pixels = [.. Enumerable.Range(0, 784).Select(index => (byte)(index * 37))];
        for (int seed = 0; seed < 5; seed++)
        {
            float[] input = fixture.Input(seed);
            float[] expected = built["Net"].Output(input);
            float[] actual = new float[10];
            loaded.Predict(input, actual);
            Assert.Equal(expected, actual);
            Assert.NotEqual(fixture.Model.Output(input), actual);
            built["Net"].PredictBytes(pixels, 28, expected);
            CompiledModel.PixelsOf(loaded)(pixels, 28, actual);
            Assert.Equal(expected, actual);
        }
    }

    [Fact]
    public void Load_ReadsAStreamThatCannotSeek()
    {
        using var stream = new BufferedStream(new OneWayStream(RandomWeights.ToSafetensors(fixture.Net, fixture.Weights)));
        float[] output = new float[10];
        fixture.Model.Load(stream).Predict(fixture.Input(1), output);
        Assert.Equal(fixture.Model.Output(fixture.Input(1)), output);
    }

    [Fact]
    public void Load_OfBrokenBytes_ThrowsAndNamesTheFault()
    {
        byte[] file = RandomWeights.ToSafetensors(fixture.Net, fixture.Weights);
        foreach (int length in new[] { 0, 7, 8, 50, file.Length / 2, file.Length - 1 })
            Assert.Throws<WeightException>(() => fixture.Model.Load(new MemoryStream(file, 0, length)));

        var short3 = new Architecture(fixture.Net.Input, [.. fixture.Net.Layers.Take(7), new Dense(9)]);
        var problem = Assert.Throws<WeightException>(
            () => fixture.Model.Load(new MemoryStream(RandomWeights.ToSafetensors(short3, RandomWeights.Of(short3, 1)))));
        Assert.Contains("7.weight", problem.Message, StringComparison.Ordinal);

        var headless = new Architecture(fixture.Net.Input, [.. fixture.Net.Layers.Take(7)]);
        problem = Assert.Throws<WeightException>(
            () => fixture.Model.Load(new MemoryStream(RandomWeights.ToSafetensors(headless, RandomWeights.Of(headless, 1)))));
        Assert.Contains("7.weight", problem.Message, StringComparison.Ordinal);

        byte[] infinite = [.. file];
        BitConverter.TryWriteBytes(infinite.AsSpan(file.Length - 4), float.PositiveInfinity);
        problem = Assert.Throws<WeightException>(() => fixture.Model.Load(new MemoryStream(infinite)));
        Assert.Contains("7.bias", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ModelWithoutItsWeightFile_LoadsButDoesNotPredict()
    {
        using var untrained = ModelHarness.CompileWithoutWeights(fixture.Net);
        var model = untrained["Net"];
        var problem = Assert.Throws<InvalidOperationException>(() => model.Output(fixture.Input(1)));
        Assert.Contains("net.safetensors", problem.Message, StringComparison.Ordinal);
        float[] output = new float[10];
        model.Load(new MemoryStream(RandomWeights.ToSafetensors(fixture.Net, fixture.Weights))).Predict(fixture.Input(1), output);
        Assert.Equal(fixture.Model.Output(fixture.Input(1)), output);
    }

    /// <summary>Bytes as a network connection gives them: in pieces, and once.</summary>
    private sealed class OneWayStream(byte[] bytes) : Stream
    {
        private int _position;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            int length = Math.Min(Math.Min(count, 1000), bytes.Length - _position);
            bytes.AsSpan(_position, length).CopyTo(buffer.AsSpan(offset));
            _position += length;
            return length;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
