using System.Globalization;
using CnnCompiler.Generator.Graph;

namespace CnnCompiler.Generator.Weights;

/// <summary>
/// How a constant of the graph comes from the weight file. The compiler never holds the values: passes put expressions together, and the
/// emitter writes them as a recipe that runs when the weights are loaded.
/// </summary>
internal abstract record WeightExpression
{
    /// <summary>The lengths of the axes.</summary>
    public abstract IReadOnlyList<int> Shape { get; }

    /// <summary>The type of the values. Weights are computed as float32; other types occur among literals only.</summary>
    public virtual ElementType Element => ElementType.Float32;

    /// <summary>The expressions this one is made of.</summary>
    public virtual IReadOnlyList<WeightExpression> Operands => [];

    /// <summary>What the value is, for naming the variable that holds it, such as <c>kernel</c>.</summary>
    public abstract string Role { get; }

    /// <summary>The C# expression that computes the value from variables that hold the operands.</summary>
    public abstract string Recipe(IReadOnlyList<string> operands);

    public abstract override string ToString();

    protected static string List(IEnumerable<int> numbers) => string.Join(", ", numbers.Select(Number));

    protected static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
