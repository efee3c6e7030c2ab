using System.Globalization;

namespace CnnCompiler.Generator.Graph;

/// <summary>
/// The element type and static shape of a value, of any rank. Where an operator speaks of channels, axes are N x C x H x W for maps, N x C x L for
/// sequences (maps of one row) and N x C for features. How the values lie in memory is decided by the planning stage alone.
/// </summary>
internal sealed record TensorType
{
    public TensorType(ElementType element, params int[] shape) => (Element, Shape) = (element, shape);

    public ElementType Element { get; }

    public IReadOnlyList<int> Shape { get; }

    public int Rank => Shape.Count;

    public int Channels => Shape[1];

    public int Height => Shape.Count == 4 ? Shape[2] : 1;

    public int Width => Shape.Count == 4 ? Shape[3] : Shape.Count == 3 ? Shape[2] : 1;

    public int Length => Shape.Aggregate(1, (product, axis) => checked(product * axis));

    /// <summary>How many maps, sequences or lists of features lie behind one another.</summary>
    public int Batch => Shape[0];

    /// <summary>The number of values of one of them.</summary>
    public int MapLength => Channels * Height * Width;

    /// <summary>Whether this is a batch of float32 maps, sequences or features, which channels-last kernels can work on.</summary>
    public bool IsMap => Element == ElementType.Float32 && Rank is >= 2 and <= 4;

    /// <summary>A type of the same rank and batch with other channels and lengths.</summary>
    public TensorType WithMap(int channels, int height, int width) => Rank switch
    {
        4 => new(Element, Batch, channels, height, width),
        3 => new(Element, Batch, channels, width),
        _ => new(Element, Batch, channels),
    };

    /// <summary>The shape of a map in the order that people and declarations use: height x width x channels.</summary>
    public string Describe() => Rank switch
    {
        4 when Batch == 1 => FormattableString.Invariant($"{Height}x{Width}x{Channels}"),
        3 when Batch == 1 => FormattableString.Invariant($"{Width}x{Channels}"),
        2 when Batch == 1 => FormattableString.Invariant($"{Channels}"),
        _ => $"[{string.Join("x", Shape.Select(CSharp.Literal))}]",
    };

    public bool Equals(TensorType? other) => other is not null && Element == other.Element && Shape.SequenceEqual(other.Shape);

    public override int GetHashCode() => Shape.Aggregate((int)Element, (hash, axis) => unchecked(hash * 31 + axis));

    public override string ToString() =>
        $"{Element.ToString().ToLowerInvariant()}[{string.Join("x", Shape.Select(axis => axis.ToString(CultureInfo.InvariantCulture)))}]";

    public static TensorType Map(int channels, int height, int width) => new(ElementType.Float32, 1, channels, height, width);

    public static TensorType Features(int count) => new(ElementType.Float32, 1, count);
}
