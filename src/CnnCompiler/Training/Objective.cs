using CnnCompiler.Data;
using CnnCompiler.Training.Layers;

namespace CnnCompiler.Training;

/// <summary>What a batch is to teach: its examples and the loss. Slices of it are read and judged at the same time.</summary>
internal sealed class Objective(IDataSet examples, Loss loss, TensorShape output, int batchSize)
{
    private readonly float[] _targets = new float[batchSize * examples.TargetLength];
    private readonly double[] _losses = new double[Slice.Most];
    private int[] _order = [];
    private int _first;
    private int _epoch;

    /// <summary>Chooses the examples.</summary>
    /// <param name="order">Numbers of examples.</param>
    /// <param name="first">Where the batch begins in them.</param>
    /// <param name="epoch">The epoch.</param>
    public void Choose(int[] order, int first, int epoch) => (_order, _first, _epoch) = (order, first, epoch);

    /// <summary>Forgets the losses of the last batch.</summary>
    public void Begin(int slices) => Array.Clear(_losses, 0, slices);

    /// <summary>Reads a slice's examples.</summary>
    public void Read(Slice slice, Span<float> inputs) =>
        Batch.Read(examples, _order.AsSpan(_first + slice.First, slice.Count), _epoch, inputs, Targets(slice));

    /// <summary>Computes a slice's share of the loss and the gradients of its outputs.</summary>
    public void Evaluate(Slice slice, int images, ReadOnlySpan<float> outputs, Span<float> gradients) =>
        _losses[slice.Index] = loss.EvaluatePart(outputs, output, Targets(slice), slice.Count, images, gradients);

    /// <summary>The mean loss of the batch.</summary>
    public double Loss(int slices)
    {
        double sum = 0;
        for (int slice = 0; slice < slices; slice++)
            sum += _losses[slice];
        return sum;
    }

    private Span<float> Targets(Slice slice) => _targets.AsSpan(slice.First * examples.TargetLength, slice.Count * examples.TargetLength);
}
