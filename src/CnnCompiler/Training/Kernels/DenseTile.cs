namespace CnnCompiler.Training.Kernels;

/// <summary>Which images and outputs a tile of <see cref="DenseProducts"/> computes.</summary>
internal struct DenseTile
{
    /// <summary>Sums of a product: as many as the widest vector has lanes.</summary>
    public const int Sums = 16;

    /// <summary>Images of a tile.</summary>
    public const int Images = 4;

    /// <summary>Values of an image before the layer; at least <see cref="Sums"/>.</summary>
    public int Inputs;

    /// <summary>Images left over, the tile's first included.</summary>
    public int ImagesLeft;

    /// <summary>Outputs left over, the tile's first included.</summary>
    public int OutputsLeft;

    /// <summary>Inputs beyond whole vectors: they come first, and after them vectors follow each other.</summary>
    public readonly int First => Inputs % Sums;

    /// <summary>Whole vectors behind them.</summary>
    public readonly int Turns => Inputs / Sums;

    /// <summary>Values from the tile's first image to another; beyond the last image there is the last.</summary>
    public readonly nint ImageStep(int image) => (nint)Math.Min(image, ImagesLeft - 1) * Inputs;

    /// <summary>Weights from the tile's first output to another; beyond the last output there is the last.</summary>
    public readonly nint OutputStep(int output) => (nint)Math.Min(output, OutputsLeft - 1) * Inputs;
}
