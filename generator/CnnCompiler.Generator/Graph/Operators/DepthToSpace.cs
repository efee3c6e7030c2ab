namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>Channels of N x C x H x W moved into blocks of pixels.</summary>
/// <param name="BlockSize">The side of a block.</param>
/// <param name="BlocksFirst">Whether the place in the block is the slow part of the channel's number (ONNX's DCR), or the fast part (CRD, PyTorch's
/// PixelShuffle).</param>
internal sealed record DepthToSpace(int BlockSize, bool BlocksFirst) : Operator
{
    public override TensorType Infer(IReadOnlyList<TensorType> inputs) =>
        inputs[0].Rank == 4 && BlockSize > 0 && inputs[0].Channels % (BlockSize * BlockSize) == 0
            ? new(inputs[0].Element, inputs[0].Shape[0], inputs[0].Channels / (BlockSize * BlockSize), checked(inputs[0].Height * BlockSize),
                checked(inputs[0].Width * BlockSize))
            : throw new ArgumentException($"The channels of {inputs[0]} do not make blocks of {BlockSize}x{BlockSize} pixels.");

    public override string Describe() => FormattableString.Invariant($"DepthToSpace {BlockSize}{(BlocksFirst ? "" : " CRD")}");
}
