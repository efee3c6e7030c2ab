using CnnCompiler.Training.Layers;
using CnnCompiler.Training.Parallel;

namespace CnnCompiler.Training;

// The passes. As far as it can, a slice of the batch goes through all layers, the loss and back on one thread, its values staying in the cache; only
// layers that must see the whole batch make the slices wait for each other.
public sealed partial class Network
{
    private readonly BatchValues[] _activations;
    private readonly BatchValues[] _gradients;
    private readonly SliceJob _slices;
    private readonly FinishJob _finish;
    private Team _team = Team.Alone;
    private readonly int _mostSlices;
    private int _capacity;
    private int _workers;
    private bool _hasGradients;

    /// <summary>Who computes; the caller alone by default.</summary>
    internal Team Team
    {
        get => _team;
        set => _team = value;
    }

    /// <summary>The place for the inputs of the next pass.</summary>
    /// <param name="count">The number of images.</param>
    internal Span<float> InputBatch(int count)
    {
        Reserve(count);
        return _activations[0].Of(0, count);
    }

    /// <summary>Runs the first layers on what lies in <see cref="InputBatch"/>.</summary>
    /// <param name="count">The number of images.</param>
    /// <param name="layers">How many layers: a loss that contains the last activation leaves it out.</param>
    /// <param name="pass">How the pass is meant.</param>
    /// <returns>The outputs of the last of them.</returns>
    internal ReadOnlySpan<float> Forward(int count, int layers, Pass pass)
    {
        Begin(count, pass);
        RunForward(layers, null);
        return _activations[layers].Of(0, count);
    }

    /// <summary>The place for the gradients of the outputs, before <see cref="Backward"/>.</summary>
    /// <param name="count">The number of images.</param>
    /// <param name="layers">How many layers the forward pass ran.</param>
    internal Span<float> OutputGradients(int count, int layers)
    {
        ReserveGradients();
        return _gradients[layers].Of(0, count);
    }

    /// <summary>Computes the gradients of all parameters from those of the outputs, after a training pass.</summary>
    /// <param name="count">The number of images.</param>
    /// <param name="layers">How many layers the forward pass ran.</param>
    /// <param name="inputGradients">Whether the gradients of the inputs are wanted too.</param>
    /// <returns>The gradients of the inputs, or nothing.</returns>
    internal ReadOnlySpan<float> Backward(int count, int layers, bool inputGradients = false)
    {
        ReserveGradients();
        int lowest = inputGradients ? 0 : FirstWithParameters(layers);
        _slices.Lowest = inputGradients ? -1 : lowest;
        RunBackward(layers - 1, lowest);
        FinishGradients(layers);
        return inputGradients ? _gradients[0].Of(0, count) : [];
    }

    /// <summary>Reads a batch, computes its loss and, where that is a number, the gradients of all parameters.</summary>
    /// <param name="count">The number of images.</param>
    /// <param name="layers">How many layers the loss leaves to the net.</param>
    /// <param name="pass">How the pass is meant.</param>
    /// <param name="objective">Reads the slices and knows the loss.</param>
    /// <returns>The mean loss of the batch.</returns>
    internal double Learn(int count, int layers, Pass pass, Objective objective)
    {
        Reserve(count);
        ReserveGradients();
        Begin(count, pass);
        int lowest = FirstWithParameters(layers);
        _slices.Lowest = lowest;
        objective.Begin(_slices.Slices);
        int next = RunForward(layers, objective);
        double loss = objective.Loss(_slices.Slices);
        if (!double.IsFinite(loss))
            return loss;
        RunBackward(next, lowest);
        FinishGradients(layers);
        return loss;
    }

    private void Begin(int count, Pass pass)
    {
        (_slices.Count, _slices.Slices, _slices.Pass) = (count, Math.Min(count, _mostSlices), pass);
        foreach (var layer in _layers)
            layer.Prepare();
    }

    // Returns the last layer whose backward pass is still to be run.
    private int RunForward(int layers, Objective? objective)
    {
        int from = 0;
        if (objective is not null && _layers[0].GathersBatch)
            _slices.Run(0, 0, 0, 0, objective, reads: true, ends: false);
        for (bool first = true; ; first = false)
        {
            if (_layers[from].GathersBatch)
                _layers[from].BeginForward(BatchOf(from));
            int to = from + 1;
            while (to < layers && !_layers[to].GathersBatch)
                to++;
            bool ends = objective is not null && to == layers;
            int next = ends ? GatheringAtOrBelow(layers - 1, _slices.Lowest) : layers - 1;
            _slices.Run(from, to, layers - 1, ends ? next : layers - 1, objective, reads: first && objective is not null && !_layers[0].GathersBatch, ends);
            if (to == layers)
                return next;
            from = to;
        }
    }

    private void RunBackward(int from, int lowest)
    {
        while (from >= lowest)
        {
            if (_layers[from].GathersBatch)
                _layers[from].BeginBackward(BatchOf(from));
            int next = GatheringAtOrBelow(from - 1, lowest);
            _slices.Run(0, 0, from, next, null, reads: false, ends: false);
            from = next;
        }
    }

    // The first layer from here down that must see the whole batch, or the one below the lowest.
    private int GatheringAtOrBelow(int position, int lowest)
    {
        while (position >= Math.Max(0, lowest) && !_layers[position].GathersBatch)
            position--;
        return position;
    }

    private void FinishGradients(int layers)
    {
        int parts = 0;
        for (int position = 0; position < layers; position++)
            parts += _layers[position].GradientParts;
        if (parts > 0)
            _team.Run(_finish, parts);
    }

    private WholeBatch BatchOf(int position) => new(
        _activations[position], _activations[position + 1], _gradients[position + 1], position > _slices.Lowest ? _gradients[position] : null,
        _slices.Count, _slices.Slices, _slices.Pass, _team);

    private int FirstWithParameters(int layers)
    {
        int first = 0;
        while (first < layers && _layers[first].Parameters.Count == 0)
            first++;
        return first;
    }

    private void Reserve(int count)
    {
        if (count > _capacity || _team.Workers > _workers)
            Grow(Math.Max(count, _capacity));
    }

    private void Grow(int count)
    {
        long largest = _activations.Max(values => (long)values.ImageLength) * count;
        if (largest > BatchValues.MaxLength)
            throw new ArgumentException(FormattableString.Invariant(
                $"A batch of {count} needs {largest} values for one layer; at most {BatchValues.MaxLength} fit: use smaller batches."));
        _workers = Math.Max(_workers, _team.Workers);
        foreach (var layer in _layers)
            layer.Reserve(count, Math.Min(count, _mostSlices), _workers);
        if (count == _capacity)
            return;
        foreach (var values in _activations)
            values.Reserve(count);
        (_capacity, _hasGradients) = (count, false);
    }

    private void ReserveGradients()
    {
        if (_hasGradients)
            return;
        foreach (var values in _gradients)
            values.Reserve(_capacity);
        _hasGradients = true;
    }

    /// <summary>Takes each slice of a batch through some layers, forward, backward or both.</summary>
    private sealed class SliceJob(Network network) : TeamJob
    {
        private int _from;
        private int _to;
        private int _backFrom;
        private int _backTo;
        private Objective? _objective;
        private bool _reads;
        private bool _ends;

        public int Count { get; set; }

        public int Slices { get; set; }

        public Pass Pass { get; set; }

        /// <summary>The layer that needs no input gradients, and all below it.</summary>
        public int Lowest { get; set; }

        /// <summary>Layers from (inclusive) to (exclusive) forward, then backFrom (inclusive) down to backTo (exclusive) backward.</summary>
        public void Run(int from, int to, int backFrom, int backTo, Objective? objective, bool reads, bool ends)
        {
            (_from, _to, _backFrom, _backTo, _objective, _reads, _ends) = (from, to, backFrom, backTo, objective, reads, ends);
            network._team.Run(this, Slices);
        }

        public override void Run(int part, int worker)
        {
            var slice = Slice.Of(part, Slices, Count, worker);
            var (activations, gradients) = (network._activations, network._gradients);
            if (_reads)
                _objective!.Read(slice, activations[0].Of(slice));
            for (int position = _from; position < _to; position++)
                network._layers[position].Forward(activations[position].Of(slice), activations[position + 1].Of(slice), slice, Pass);
            if (_ends)
                _objective!.Evaluate(slice, Count, activations[_to].Of(slice), gradients[_to].Of(slice));
            for (int position = _backFrom; position > _backTo; position--)
                network._layers[position].Backward(
                    activations[position].Of(slice), activations[position + 1].Of(slice), gradients[position + 1].Of(slice),
                    position > Lowest ? gradients[position].Of(slice) : [], slice);
        }
    }

    /// <summary>Computes what is left of the parameters' gradients: parts of all layers, one after the other.</summary>
    private sealed class FinishJob(Network network) : TeamJob
    {
        public override void Run(int part, int worker)
        {
            int position = 0;
            for (; part >= network._layers[position].GradientParts; position++)
                part -= network._layers[position].GradientParts;
            network._layers[position].FinishGradients(part, worker, network.BatchOf(position));
        }
    }
}
