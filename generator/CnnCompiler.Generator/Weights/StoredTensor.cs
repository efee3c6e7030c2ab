namespace CnnCompiler.Generator.Weights;

/// <summary>A tensor of the weight file.</summary>
internal sealed record StoredTensor(string Name, EquatableArray<int> Axes) : WeightExpression
{
    public override IReadOnlyList<int> Shape => Axes;

    public override string Role => Name.Substring(Name.LastIndexOf('.') + 1);

    public override string Recipe(IReadOnlyList<string> operands) => $"file.View({CSharp.Literal(Name)}, {List(Shape)})";

    public override string ToString() => $"{Name}[{string.Join("x", Shape.Select(Number))}]";
}
