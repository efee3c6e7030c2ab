namespace CnnCompiler.Training;

/// <summary>Which epoch of a run was the best so far, and what the network knew at its end.</summary>
internal sealed class BestEpoch
{
    private readonly TrainingOptions _options;
    private readonly Network _network;
    private float[][] _values = [];

    /// <summary>Starts without a best epoch.</summary>
    /// <exception cref="ArgumentException">The options compare epochs by what is not measured.</exception>
    public BestEpoch(TrainingOptions options, Network network)
    {
        (_options, _network) = (options, network);
        if (!options.KeepBest && options.Patience is null)
            return;
        if (options.Validation is null)
            throw new ArgumentException("KeepBest and Patience compare epochs on Validation, and there is none: divide the data with Split and give its second part.");
        if (options.Criterion == Criterion.ValidationAccuracy && !options.Loss.IsClassification)
            throw new ArgumentException("Criterion is ValidationAccuracy, but this loss compares values, not classes: use ValidationLoss.");
    }

    /// <summary>The epoch, from 1, or 0 while there is none.</summary>
    public int Epoch { get; private set; }

    /// <summary>What the criterion was then.</summary>
    public double Value { get; private set; }

    /// <summary>The values of all parameters then, where they are kept; as many as the network has, or none.</summary>
    public IReadOnlyList<float[]> Values => _values;

    /// <summary>Whether so many epochs have gone by without a better one that the run is to end.</summary>
    /// <param name="epoch">The last finished epoch.</param>
    public bool IsLongAgo(int epoch) => _options.Patience is { } patience && epoch - Epoch >= patience;

    /// <summary>Looks at a finished epoch.</summary>
    public void Consider(EpochRecord record)
    {
        if (_options.Validation is null || (!_options.KeepBest && _options.Patience is null))
            return;
        double value = (_options.Criterion == Criterion.ValidationLoss ? record.ValidationLoss : record.ValidationAccuracy) ?? double.NaN;
        if (double.IsFinite(value) && (Epoch == 0 || Gain(value) > _options.LeastGain))
            Take(record.Epoch, value, _options.KeepBest ? Copy(_values, _network.Parameters) : []);
    }

    /// <summary>Takes over what is known of an earlier part of the run.</summary>
    public void Take(int epoch, double value, float[][] values) => (Epoch, Value, _values) = (epoch, value, values);

    /// <summary>Gives the network what it knew after the best epoch, where that is wanted and there was one.</summary>
    public void Restore()
    {
        for (int index = 0; index < _values.Length; index++)
            _network.Parameters[index].SetValues(_values[index]);
    }

    /// <summary>Copies the values of all parameters, into arrays of an earlier copy where there are any.</summary>
    public static float[][] Copy(float[][] arrays, IReadOnlyList<Parameter> parameters)
    {
        if (arrays.Length == 0)
            arrays = [.. parameters.Select(parameter => new float[parameter.Length])];
        for (int index = 0; index < arrays.Length; index++)
            parameters[index].Values.CopyTo(arrays[index]);
        return arrays;
    }

    private double Gain(double value) => _options.Criterion == Criterion.ValidationLoss ? Value - value : value - Value;
}
