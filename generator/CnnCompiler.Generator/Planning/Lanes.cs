namespace CnnCompiler.Generator.Planning;

/// <summary>
/// How channels fill vectors. Few channels get a narrow vector: eight of them fill 256 bits, and a 512-bit vector would be half empty.
/// </summary>
internal static class Lanes
{
    /// <summary>Channels as they lie in memory: 4, 8 or a multiple of 16.</summary>
    public static int Pad(int channels) => channels <= 4 ? 4 : channels <= 8 ? 8 : (channels + 15) / 16 * 16;

    /// <summary>Lanes of one block of packed weights: 4, 8 or 16, which serves every vector width.</summary>
    public static int Block(int channels) => Math.Min(16, Pad(channels));

    /// <summary>The type parameters that stand for the widest vector these channels fill.</summary>
    public static string Vector(int channels) => $"V{CSharp.Literal(Block(channels))}, T{CSharp.Literal(Block(channels))}";
}
