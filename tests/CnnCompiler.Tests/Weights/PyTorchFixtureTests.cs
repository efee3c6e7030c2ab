using CnnCompiler.Weights;
using static CnnCompiler.Tests.Weights.SafetensorsBytes;

namespace CnnCompiler.Tests.Weights;

public sealed class PyTorchFixtureTests
{
    [Fact]
    public void Digits_HasTheTensorsOfItsLayers()
    {
        WeightFile file = Open("sequential_digits");
        Assert.Equal(["0.weight", "0.bias", "3.weight", "3.bias", "7.weight", "7.bias"], file.Header.Entries.Select(entry => entry.Name));
        Assert.Equal("pt", file.Header.Metadata["format"]);
        Assert.Equal(72, file.Read("0.weight", 8, 1, 3, 3).Length);
        Assert.Equal(4000, file.Read("7.weight", 10, 400).Length);
    }

    [Fact]
    public void DigitsHalf_HoldsTheRoundedWeightsOfDigits()
    {
        (WeightFile single, WeightFile half) = (Open("sequential_digits"), Open("sequential_digits_half"));
        Assert.All(half.Header.Entries, entry => Assert.Equal(WeightElementType.Float16, entry.ElementType));
        // PyTorch did the rounding, .NET repeats it.
        Assert.Equal(single.Read("7.weight", 10, 400).Select(value => (float)(Half)value), half.Read("7.weight", 10, 400));
    }

    [Fact]
    public void Mixed_HoldsACounterThatIsNoWeight()
    {
        WeightFile file = Open("sequential_mixed");
        Assert.True(file.Contains("1.num_batches_tracked"));
        Assert.Contains("found I64", Assert.Throws<WeightException>(() => file.Read("1.num_batches_tracked")).Message);
        Assert.False(file.Contains("0.bias"));
        Assert.All(file.Read("1.running_var", 8), variance => Assert.InRange(variance, 0.1f, 100));
    }

    [Theory]
    [InlineData("sequential_digits", new[] { 3, 1, 28, 28 }, 10, true)]
    [InlineData("sequential_digits_half", new[] { 3, 1, 28, 28 }, 10, true)]
    [InlineData("sequential_mixed", new[] { 3, 3, 13, 11 }, 5, false)]
    [InlineData("sequential_sequence", new[] { 3, 4, 50 }, 6, true)]
    public void Case_HoldsInputsAndAnswers(string name, int[] inputShape, int outputs, bool softmax)
    {
        WeightFile file = Open(name + "_case");
        Assert.Equal(inputShape.Aggregate((product, axis) => product * axis), file.Read("input", inputShape).Length);
        foreach (float[] answer in file.Read("output", 3, outputs).Chunk(outputs))
        {
            Assert.All(answer, probability => Assert.InRange(probability, 0, 1));
            Assert.Equal(softmax, Math.Abs(answer.Sum() - 1) < 1e-5);
        }
    }

    private static WeightFile Open(string name)
    {
        string path = Fixture(name + ".safetensors");
        using FileStream stream = File.OpenRead(path);
        return WeightFile.Open(stream, path);
    }
}
