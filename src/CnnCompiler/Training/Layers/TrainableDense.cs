using System.Runtime.CompilerServices;
using CnnCompiler.Inference;
using CnnCompiler.Training.Kernels;
using CnnCompiler.Training.Parallel;

namespace CnnCompiler.Training.Layers;

/// <summary>
/// A dense layer. A small one lets every slice pass by itself, its weights staying in the cache; a large one computes the whole batch at once, so
/// that its weights come from memory once a batch and not once a slice.
/// </summary>
internal sealed class TrainableDense : TrainableLayer
{
    // 256 KB: a quarter of the second-level cache of the smaller machines of today.
    private const int MostWeightsOfASlice = 1 << 16;

    private readonly Parameter _weight;
    private readonly Parameter? _bias;
    private readonly BatchJob _job;
    private AlignedMemory[] _packed = [];
    private int _reserved;

    public TrainableDense(Dense layer, TensorShape input, TensorShape output, IReadOnlyList<Parameter> parameters)
        : base(input, output)
    {
        _weight = parameters[0];
        _bias = layer.Bias ? parameters[1] : null;
        Parameters = parameters;
        _job = new BatchJob(this);
    }

    public override IReadOnlyList<Parameter> Parameters { get; }

    public override bool GathersBatch => _weight.Length > MostWeightsOfASlice;

    public override int GradientParts => Strips;

    private int Strips => (Input.Length + DenseStrips.Width - 1) / DenseStrips.Width;

    public override void Reserve(int count, int slices, int workers)
    {
        int terms = Math.Max(count, Output.Length) + 4;
        if (terms > _reserved)
            (_packed, _reserved) = ([], terms);
        while (_packed.Length < workers)
            _packed = [.. _packed, new AlignedMemory(checked(_reserved * DenseStrips.Width * sizeof(float)))];
    }

    public override void BeginForward(in WholeBatch batch) => _job.Run(batch, forward: true);

    public override void Forward(ReadOnlySpan<float> input, Span<float> output, Slice slice, Pass pass)
    {
        if (!GathersBatch)
            DenseProducts.Run(input, _weight.Values, Bias, output, slice.Count, Input.Length, Output.Length, 0, Output.Length);
    }

    public override void BeginBackward(in WholeBatch batch)
    {
        if (batch.InputGradient is not null)
            _job.Run(batch, forward: false);
    }

    public override void Backward(
        ReadOnlySpan<float> input, ReadOnlySpan<float> output, ReadOnlySpan<float> outputGradient, Span<float> inputGradient, Slice slice)
    {
        if (GathersBatch || inputGradient.IsEmpty)
            return;
        for (int strip = 0; strip < Strips; strip++)
            PropagateToInput(outputGradient, inputGradient, slice.Count, strip, slice.Worker);
    }

    public override void FinishGradients(int part, int worker, in WholeBatch batch)
    {
        ReadOnlySpan<float> arriving = batch.OutputGradient.Of(0, batch.Count);
        DenseStrips.Run(
            batch.Input.Of(0, batch.Count), arriving, 1, Output.Length, _weight.EditGradients(), Output.Length, batch.Count, Input.Length, part,
            _packed[worker].Floats);
        if (part > 0 || _bias is null)
            return;
        _bias.EditGradients().Clear();
        ColumnSums.Add(arriving, _bias.EditGradients());
    }

    private ReadOnlySpan<float> Bias => _bias is null ? [] : _bias.Values;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void PropagateToInput(ReadOnlySpan<float> arriving, Span<float> target, int images, int strip, int worker) => DenseStrips.Run(
        _weight.Values, arriving, Output.Length, 1, target, images, Output.Length, Input.Length, strip, _packed[worker].Floats);

    private sealed class BatchJob(TrainableDense owner) : TeamJob
    {
        // Twelve rows of weights at a time: four tiles' worth, for each worker some.
        private const int OutputsOfAPart = 12;

        private WholeBatch _batch;
        private bool _forward;

        public void Run(in WholeBatch batch, bool forward)
        {
            (_batch, _forward) = (batch, forward);
            batch.Team.Run(this, forward ? (owner.Output.Length + OutputsOfAPart - 1) / OutputsOfAPart : owner.Strips);
            _batch = default;
        }

        public override void Run(int part, int worker)
        {
            int count = _batch.Count;
            if (_forward)
                DenseProducts.Run(
                    _batch.Input.Of(0, count), owner._weight.Values, owner.Bias, _batch.Output.Of(0, count), count, owner.Input.Length,
                    owner.Output.Length, part * OutputsOfAPart, Math.Min(owner.Output.Length, (part + 1) * OutputsOfAPart));
            else
                owner.PropagateToInput(_batch.OutputGradient.Of(0, count), _batch.InputGradient!.Of(0, count), count, part, worker);
        }
    }
}
