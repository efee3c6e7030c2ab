namespace CnnCompiler.Data;

/// <summary>
/// Examples that are read one at a time, so that a data set may be larger than memory or made on the fly. Reading may come from several
/// threads at once and must give the same example for the same index and epoch.
/// </summary>
public interface IDataSet
{
    /// <summary>The number of examples.</summary>
    int Count { get; }

    /// <summary>The shape of an input.</summary>
    TensorShape InputShape { get; }

    /// <summary>Values of a target: 1 for a class, height x width for a class of each pixel, or the number of values to be predicted.</summary>
    int TargetLength { get; }

    /// <summary>The number of classes where targets are class numbers (whole, from 0), or null where they are values.</summary>
    int? ClassCount { get; }

    /// <summary>Reads an example.</summary>
    /// <param name="index">Which one, from 0.</param>
    /// <param name="epoch">The epoch, from 1, for data sets that change from epoch to epoch; 0 outside of training.</param>
    /// <param name="input">Takes the input in height x width x channels order, scaled.</param>
    /// <param name="target">Takes the target.</param>
    void Read(int index, int epoch, Span<float> input, Span<float> target);
}
