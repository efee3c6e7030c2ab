using CnnCompiler.Data;
using CnnCompiler.Training.Layers;

namespace CnnCompiler.Training;

/// <summary>How well a network does on a data set.</summary>
/// <param name="Count">The number of examples.</param>
/// <param name="Loss">The mean loss.</param>
/// <param name="Accuracy">The share of right answers, or null where there are no classes.</param>
/// <param name="Confusion">Which classes were taken for which, or null where there are no classes.</param>
public sealed record Evaluation(int Count, double Loss, double? Accuracy, ConfusionMatrix? Confusion)
{
    private const int BatchSize = 64;

    /// <summary>Asks a network about every example.</summary>
    /// <param name="network">The network, in inference mode.</param>
    /// <param name="examples">The data set.</param>
    /// <param name="loss">The loss; softmax cross-entropy where none is given.</param>
    /// <exception cref="ArgumentException">The data do not fit the network or the loss.</exception>
    public static Evaluation Of(Network network, IDataSet examples, Loss? loss = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(examples);
        loss ??= Training.Loss.SoftmaxCrossEntropy;
        DataCheck.Fits(examples, network.Architecture, loss);
        int layers = network.LayersFor(loss);
        var shape = network.Architecture.OutputShape;
        int length = examples.TargetLength;
        float[] targets = new float[BatchSize * length];
        int[] indices = new int[BatchSize];
        var confusion = loss.IsClassification ? new ConfusionMatrix(shape.Channels) : null;
        double sum = 0;
        for (int first = 0; first < examples.Count; first += BatchSize)
        {
            int count = Math.Min(BatchSize, examples.Count - first);
            for (int place = 0; place < count; place++)
                indices[place] = first + place;
            Batch.Read(examples, indices.AsSpan(0, count), 0, network.InputBatch(count), targets);
            var outputs = network.Forward(count, layers, Pass.Inference);
            sum += loss.Evaluate(outputs, shape, targets, count, []) * count;
            for (int row = 0; confusion is not null && row < count * length; row++)
                confusion.Add((int)targets[row], Largest(outputs.Slice(row * shape.Channels, shape.Channels)));
        }
        return new Evaluation(examples.Count, sum / examples.Count, confusion?.Accuracy, confusion);
    }

    private static int Largest(ReadOnlySpan<float> scores)
    {
        int largest = 0;
        for (int index = 1; index < scores.Length; index++)
            if (scores[index] > scores[largest])
                largest = index;
        return largest;
    }
}
