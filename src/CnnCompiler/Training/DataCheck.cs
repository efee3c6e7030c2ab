using CnnCompiler.Data;

namespace CnnCompiler.Training;

/// <summary>Checks that data, network and loss belong together, before anything is computed.</summary>
internal static class DataCheck
{
    /// <summary>Checks a data set.</summary>
    /// <exception cref="ArgumentException">It does not fit; the message says what was expected and what was found.</exception>
    public static void Fits(IDataSet examples, Architecture architecture, Loss loss)
    {
        if (examples.Count < 1)
            throw new ArgumentException("The data set is empty: nothing can be learned or measured.");
        if (examples.InputShape != architecture.InputShape)
            throw new ArgumentException($"The net takes {architecture.InputShape}, but the examples are {examples.InputShape}.");
        loss.Check(architecture.OutputShape, examples.TargetLength, examples.ClassCount);
    }
}
