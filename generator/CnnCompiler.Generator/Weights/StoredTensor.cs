using CnnCompiler.Generator.Graph;

namespace CnnCompiler.Generator.Weights;

/// <summary>A tensor of the weight file.</summary>
internal sealed record StoredTensor(string Name, EquatableArray<int> Axes) : WeightExpression
{
    public override IReadOnlyList<int> Shape => Axes;

    /// <summary>The type of the values in the file; whole numbers of 8 bits are for quantised operators alone, and read as float32 for them.</summary>
    public ElementType StoredAs { get; init; }

    public override ElementType Element => StoredAs;

    public override string Role => Name.Substring(Name.LastIndexOf('.') + 1);

    public override string Recipe(IReadOnlyList<string> operands) => $"file.{(StoredAs == ElementType.Float32 ? "View" : "ReadBytes")}({CSharp.Literal(Name)}, {List(Shape)})";

    public override string ToString() => $"{Name}[{string.Join("x", Shape.Select(Number))}]";
}
