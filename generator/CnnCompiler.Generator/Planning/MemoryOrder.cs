namespace CnnCompiler.Generator.Planning;

/// <summary>The order in which a value's elements lie in memory.</summary>
internal enum MemoryOrder
{
    /// <summary>N x H x W x C, the channels of a pixel side by side and filled up to whole vectors: what convolutions want.</summary>
    ChannelsLast,

    /// <summary>The axes as they are written, the last one side by side, without gaps: what fits every rank and type.</summary>
    RowMajor,
}
