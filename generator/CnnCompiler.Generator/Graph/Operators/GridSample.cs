namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>How values between pixels are made; the numbers are those of the runtime's GridInterpolation.</summary>
internal enum GridInterpolationKind
{
    Nearest,
    Linear,
    Cubic,
}

/// <summary>What lies outside of an image; the numbers are those of the runtime's GridPadding.</summary>
internal enum GridPaddingKind
{
    Zeros,
    Border,
    Reflection,
}

/// <summary>Pixels of the first operand at the places of the second: batches x places x 2 or 3, from -1 to 1, the last axis first.</summary>
internal sealed record GridSample(GridInterpolationKind Interpolation, GridPaddingKind Padding, bool AlignsCorners) : Operator
{
    public override TensorType Infer(IReadOnlyList<TensorType> inputs)
    {
        var (images, grid) = (inputs[0], inputs[1]);
        int rank = images.Rank - 2;
        return rank is 2 or 3 && grid.Rank == images.Rank && grid.Shape[rank + 1] == rank && grid.Batch == images.Batch
            ? new(images.Element, [images.Batch, images.Channels, .. grid.Shape.Skip(1).Take(rank)])
            : throw new ArgumentException($"A grid of {grid} does not fit images of {images}.");
    }

    public override string Describe() => $"GridSample {Interpolation} {Padding}{(AlignsCorners ? " corners" : "")}";
}
