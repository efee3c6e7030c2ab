using CnnCompiler.Data;
using CnnCompiler.Training;

namespace CnnCompiler.Tests.Training;

public sealed class EvaluationTests
{
    [Fact]
    public void Of_ANetThatPassesItsInputOn_CountsWhatIsWhat()
    {
        var network = new Network(new Architecture(new Input(3), new Dense(3)));
        network.Parameters[0].SetValues([1, 0, 0, 0, 1, 0, 0, 0, 1]);
        // Predicted 0, 1, 1, 2, 0 for actual 0, 1, 2, 2, 1.
        var examples = new ArrayDataSet(TensorShape.Features(3), [5, 0, 0, 0, 5, 0, 0, 5, 0, 0, 0, 5, 5, 0, 0], [0, 1, 2, 2, 1], 3);
        var result = Evaluation.Of(network, examples);
        Assert.Equal(5, result.Count);
        Assert.Equal(0.6, result.Accuracy!.Value, 1e-12);
        // log(1 + 2 e^-5) where right, 5 more where wrong.
        Assert.Equal(Math.Log(1 + 2 * Math.Exp(-5)) + 2, result.Loss, 1e-6);
        var confusion = result.Confusion!;
        Assert.Equal((1, 1, 1, 1, 1, 0), (confusion[0, 0], confusion[1, 1], confusion[2, 1], confusion[2, 2], confusion[1, 0], confusion[0, 2]));
        Assert.Equal((0.5, 1.0), (confusion.Precision(0), confusion.Recall(0)));
        Assert.Equal((1.0, 0.5), (confusion.Precision(2), confusion.Recall(2)));
        Assert.Equal("         0    1    2\n    0    1    0    0\n    1    1    1    0\n    2    0    1    1\n", confusion.ToString());
        Assert.Throws<ArgumentOutOfRangeException>(() => confusion[3, 0]);
    }

    [Fact]
    public void Of_MapsWithAClassForEachPixel_CountsPixels()
    {
        var network = new Network(new Architecture(new Input(2, 2, 2), new Conv2D(2, 1), new Softmax()));
        network.Parameters[0].SetValues([1, 0, 0, 1]);
        var result = Evaluation.Of(network, new PixelClasses());
        Assert.Equal(0.75, result.Accuracy!.Value, 1e-12);
    }

    private sealed class PixelClasses : IDataSet
    {
        public int Count => 1;

        public TensorShape InputShape => TensorShape.Map(2, 2, 2);

        public int TargetLength => 4;

        public int? ClassCount => 2;

        public void Read(int index, int epoch, Span<float> input, Span<float> target)
        {
            new float[] { 1, 0, 0, 1, 0, 1, 1, 0 }.CopyTo(input);
            new float[] { 0, 1, 1, 1 }.CopyTo(target);
        }
    }
}
