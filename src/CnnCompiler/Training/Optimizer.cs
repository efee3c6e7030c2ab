using CnnCompiler.Training.Parallel;

namespace CnnCompiler.Training;

/// <summary>How parameters follow their gradients. An optimiser keeps its state for the parameters it met first, so it serves one network.</summary>
public abstract class Optimizer
{
    // 64 KB of values for each part that one thread updates.
    private const int PartLength = 1 << 14;

    private readonly int _slotCount;
    private readonly UpdateJob _update;
    private float[][][] _slots = [];
    private IReadOnlyList<Parameter>? _parameters;

    /// <summary>An optimiser.</summary>
    /// <param name="learningRate">The step size; above 0 and finite.</param>
    /// <param name="slots">How many numbers it keeps for each value of a parameter.</param>
    private protected Optimizer(float learningRate, int slots)
    {
        LearningRate = Check(learningRate, learningRate > 0 && float.IsFinite(learningRate), "learning rate", "be above 0 and finite");
        _slotCount = slots;
        _update = new UpdateJob(this);
    }

    /// <summary>The step size, before a schedule changes it.</summary>
    public float LearningRate { get; }

    /// <summary>
    /// The share of the weights that is added to their gradients (L2 regularisation), as PyTorch's <c>weight_decay</c>; 0 by default, at least 0.
    /// <see cref="AdamW"/> takes it off the weights themselves instead.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public float WeightDecay
    {
        get;
        init => field = Check(value, value >= 0 && float.IsFinite(value), "weight decay", "be at least 0 and finite");
    }

    /// <summary>The number of steps made.</summary>
    public long Steps { get; private set; }

    /// <summary>Moves all trainable parameters by one step along their gradients.</summary>
    /// <param name="parameters">The parameters; the same ones at every step.</param>
    /// <param name="factor">What the schedule makes of the learning rate at this step: 1 leaves it as it is.</param>
    /// <exception cref="InvalidOperationException">The parameters are not those of the steps before.</exception>
    public void Step(IReadOnlyList<Parameter> parameters, double factor = 1) => Step(parameters, Team.Alone, factor);

    internal void Step(IReadOnlyList<Parameter> parameters, Team team, double factor)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Bind(parameters);
        Steps++;
        _update.Run(parameters, team, (float)(LearningRate * factor));
    }

    /// <summary>What kind of optimiser it is, for checkpoints.</summary>
    internal abstract string Kind { get; }

    /// <summary>What else it was made with, for checkpoints.</summary>
    internal abstract IReadOnlyList<(string Name, float Value)> Settings { get; }

    /// <summary>The numbers kept for each value of each parameter; none for parameters that are not trained.</summary>
    internal float[][][] Slots(IReadOnlyList<Parameter> parameters)
    {
        Bind(parameters);
        return _slots;
    }

    /// <summary>Takes over what another optimiser of this kind had become.</summary>
    internal void Restore(IReadOnlyList<Parameter> parameters, float[][][] slots, long steps)
    {
        Bind(parameters);
        (_slots, Steps) = (slots, steps);
    }

    private void Bind(IReadOnlyList<Parameter> parameters)
    {
        if (_parameters is null)
        {
            _parameters = parameters;
            _slots = [.. parameters.Select(parameter => Enumerable.Range(0, parameter.Trainable ? _slotCount : 0).Select(_ => new float[parameter.Length]).ToArray())];
        }
        else if (!ReferenceEquals(_parameters, parameters))
            throw new InvalidOperationException("This optimiser has its state for another network: give each network an optimiser of its own.");
    }

    /// <summary>Moves some values of a parameter.</summary>
    /// <param name="values">The values.</param>
    /// <param name="gradients">Their gradients.</param>
    /// <param name="slots">The numbers kept for each value of the whole parameter; zero at the first step.</param>
    /// <param name="first">Where these values lie in the parameter.</param>
    /// <param name="learningRate">The step size at this step.</param>
    private protected abstract void Update(Span<float> values, ReadOnlySpan<float> gradients, float[][] slots, int first, float learningRate);

    private protected static float Check(float value, bool valid, string name, string condition) => valid
        ? value
        : throw new ArgumentOutOfRangeException(name, value, FormattableString.Invariant($"The {name} must {condition}; found {value}."));

    private sealed class UpdateJob(Optimizer owner) : TeamJob
    {
        private IReadOnlyList<Parameter> _parameters = [];
        private float _rate;

        public void Run(IReadOnlyList<Parameter> parameters, Team team, float rate)
        {
            (_parameters, _rate) = (parameters, rate);
            int parts = 0;
            long values = 0;
            for (int index = 0; index < parameters.Count; index++)
            {
                parts += PartsOf(parameters[index]);
                values += parameters[index].Length;
            }
            // Less is done before anybody else has begun.
            if (values > 2 * PartLength)
                team.Run(this, parts);
            else
                for (int part = 0; part < parts; part++)
                    Run(part, 0);
            for (int index = 0; index < parameters.Count; index++)
                if (parameters[index].Trainable)
                    parameters[index].Edit();
        }

        public override void Run(int part, int worker)
        {
            int index = 0;
            for (; part >= PartsOf(_parameters[index]); index++)
                part -= PartsOf(_parameters[index]);
            var parameter = _parameters[index];
            int first = part * PartLength;
            int length = Math.Min(PartLength, parameter.Length - first);
            owner.Update(parameter.EditAlong(first, length), parameter.Gradients.Slice(first, length), owner._slots[index], first, _rate);
        }

        private static int PartsOf(Parameter parameter) => parameter.Trainable ? (parameter.Length + PartLength - 1) / PartLength : 0;
    }
}
