using CnnCompiler.Generator.Planning;

namespace CnnCompiler.Generator.Kernels;

/// <summary>How a dense layer's sums are taken: the same for one input and for a batch, since the order of a sum decides its last bits.</summary>
/// <param name="Inputs">Values of one input.</param>
/// <param name="Lanes">Outputs, filled up to whole vectors.</param>
/// <param name="Vectors">Vectors of outputs that are computed together; so many times 16 lanes are a block of packed weights.</param>
/// <param name="Sums">Parts of each output's sum: input i belongs to part i modulo this.</param>
internal readonly record struct DenseTile(int Inputs, int Lanes, int Vectors, int Sums)
{
    /// <summary>Chains of dependent multiply-adds: two a cycle, each four cycles long.</summary>
    private const int Chains = 8;

    /// <summary>Images whose sums a batch's kernel holds in registers: with two vectors or parts of each, 12 of 16.</summary>
    public const int Images = 6;

    /// <summary>Inputs that a batch's kernel takes at a time: those of six images are 24 KB, their weights for two vectors 128 KB.</summary>
    public const int ChunkLength = 1024;

    /// <summary>Lanes of a block of packed weights.</summary>
    public int BlockLanes => Math.Min(16, Lanes) * Vectors;

    /// <summary>Values of all parts of one image's sums.</summary>
    public int SumsLength => checked(Sums * Lanes);

    /// <summary>Whether a batch's kernel takes two vectors of outputs at a time; otherwise two parts of one.</summary>
    public bool PairsVectors => Vectors % 2 == 0;

    public bool PairsSums => !PairsVectors && Sums % 2 == 0;

    /// <summary>Many outputs are chains enough, and their weights one stream; for few the sum is split.</summary>
    /// <param name="inputs">Values of one input.</param>
    /// <param name="outputs">Outputs.</param>
    /// <param name="run">Values of the input that lie side by side.</param>
    public static DenseTile Of(int inputs, int outputs, int run)
    {
        int lanes = Planning.Lanes.Pad(outputs);
        int blocks = Math.Max(1, lanes / 16);
        int vectors = Enumerable.Range(1, Chains).Last(count => blocks % count == 0);
        int sums = 1;
        while (sums * vectors < Chains)
            sums *= 2;
        return new DenseTile(inputs, lanes, vectors, Math.Min(sums, run));
    }
}
