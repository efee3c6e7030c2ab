namespace CnnCompiler.Data;

/// <summary>Some examples of a data set.</summary>
internal sealed class Subset(IDataSet whole, int[] indices) : ILabelledDataSet
{
    public int Count => indices.Length;

    public TensorShape InputShape => whole.InputShape;

    public int TargetLength => whole.TargetLength;

    public int? ClassCount => whole.ClassCount;

    public void Read(int index, int epoch, Span<float> input, Span<float> target) => whole.Read(indices[index], epoch, input, target);

    public int Label(int index) => Labels.Of(whole, indices[index]);
}
