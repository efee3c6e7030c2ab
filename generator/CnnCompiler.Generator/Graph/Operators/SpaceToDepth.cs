namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>Blocks of pixels of N x C x H x W moved into channels, the place in the block the slow part of the channel's number.</summary>
internal sealed record SpaceToDepth(int BlockSize) : Operator
{
    public override TensorType Infer(IReadOnlyList<TensorType> inputs) =>
        inputs[0].Rank == 4 && BlockSize > 0 && inputs[0].Height % BlockSize == 0 && inputs[0].Width % BlockSize == 0
            ? new(inputs[0].Element, inputs[0].Shape[0], checked(inputs[0].Channels * BlockSize * BlockSize), inputs[0].Height / BlockSize,
                inputs[0].Width / BlockSize)
            : throw new ArgumentException($"The pixels of {inputs[0]} do not make blocks of {BlockSize}x{BlockSize}.");

    public override string Describe() => FormattableString.Invariant($"SpaceToDepth {BlockSize}");
}
