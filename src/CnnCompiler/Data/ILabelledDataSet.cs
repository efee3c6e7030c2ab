namespace CnnCompiler.Data;

/// <summary>Examples whose classes are known without reading their inputs: counting and dividing them by class then decodes nothing.</summary>
public interface ILabelledDataSet : IDataSet
{
    /// <summary>The class of an example.</summary>
    /// <param name="index">Which one, from 0.</param>
    int Label(int index);
}
