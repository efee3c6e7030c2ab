namespace CnnCompiler.Training;

/// <summary>How parameters follow their gradients. An optimiser keeps its state for the parameters it met first, so it serves one network.</summary>
public abstract class Optimizer
{
    private readonly int _slotCount;
    private float[][][] _slots = [];
    private IReadOnlyList<Parameter>? _parameters;

    /// <summary>An optimiser.</summary>
    /// <param name="learningRate">The step size; above 0 and finite.</param>
    /// <param name="slots">How many numbers it keeps for each value of a parameter.</param>
    private protected Optimizer(float learningRate, int slots)
    {
        LearningRate = Check(learningRate, learningRate > 0 && float.IsFinite(learningRate), "learning rate", "be above 0 and finite");
        _slotCount = slots;
    }

    /// <summary>The step size, before a schedule changes it.</summary>
    public float LearningRate { get; }

    /// <summary>The number of steps made.</summary>
    public long Steps { get; private set; }

    /// <summary>Moves all trainable parameters by one step along their gradients.</summary>
    /// <param name="parameters">The parameters; the same ones at every step.</param>
    /// <param name="factor">What the schedule makes of the learning rate at this step: 1 leaves it as it is.</param>
    /// <exception cref="InvalidOperationException">The parameters are not those of the steps before.</exception>
    public void Step(IReadOnlyList<Parameter> parameters, double factor = 1)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (_parameters is null)
        {
            _parameters = parameters;
            _slots = [.. parameters.Select(parameter => Enumerable.Range(0, _slotCount).Select(_ => new float[parameter.Gradients.Length]).ToArray())];
        }
        else if (!ReferenceEquals(_parameters, parameters))
            throw new InvalidOperationException("This optimiser has its state for another network: give each network an optimiser of its own.");
        Steps++;
        float rate = (float)(LearningRate * factor);
        for (int index = 0; index < parameters.Count; index++)
            if (parameters[index].Trainable)
                Update(parameters[index].Edit(), parameters[index].Gradients, _slots[index], rate);
    }

    /// <summary>Moves one parameter.</summary>
    /// <param name="values">Its values.</param>
    /// <param name="gradients">Their gradients.</param>
    /// <param name="slots">The numbers kept for each value; zero at the first step.</param>
    /// <param name="learningRate">The step size at this step.</param>
    private protected abstract void Update(Span<float> values, ReadOnlySpan<float> gradients, float[][] slots, float learningRate);

    private protected static float Check(float value, bool valid, string name, string condition) => valid
        ? value
        : throw new ArgumentOutOfRangeException(name, value, FormattableString.Invariant($"The {name} must {condition}; found {value}."));
}
