namespace CnnCompiler.Data;

/// <summary>Finds the classes of examples.</summary>
internal static class Labels
{
    /// <summary>The class of an example, without reading its input where the data set can tell.</summary>
    public static int Of(IDataSet examples, int index)
    {
        if (examples is ILabelledDataSet labelled)
            return labelled.Label(index);
        float[] input = new float[examples.InputShape.Length], target = new float[examples.TargetLength];
        examples.Read(index, 0, input, target);
        return (int)target[0];
    }
}
