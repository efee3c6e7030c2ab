using System.Runtime.CompilerServices;
using CnnCompiler.Data;

namespace CnnCompiler.Training;

/// <summary>Gathers examples of a data set into a batch.</summary>
internal static class Batch
{
    /// <summary>Reads examples and checks their classes.</summary>
    /// <param name="examples">The data set.</param>
    /// <param name="indices">Which examples.</param>
    /// <param name="epoch">The epoch, for data sets that change from epoch to epoch; 0 outside of training.</param>
    /// <param name="inputs">Takes the inputs.</param>
    /// <param name="targets">Takes the targets.</param>
    /// <exception cref="TrainingException">A class is out of range.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Read(IDataSet examples, ReadOnlySpan<int> indices, int epoch, Span<float> inputs, Span<float> targets)
    {
        int input = examples.InputShape.Length;
        int length = examples.TargetLength;
        for (int place = 0; place < indices.Length; place++)
        {
            var target = targets.Slice(place * length, length);
            examples.Read(indices[place], epoch, inputs.Slice(place * input, input), target);
            if (examples.ClassCount is { } classes)
                foreach (float value in target)
                    if (!(value >= 0 && value < classes && value == MathF.Floor(value)))
                        throw new TrainingException(FormattableString.Invariant(
                            $"Example {indices[place]} has the class {value}; the data set promised whole numbers from 0 to {classes - 1}."));
        }
    }
}
