namespace CnnCompiler.Data;

/// <summary>
/// How images are changed at random, every time they are learned from: each is mirrored, turned, scaled, bent and shifted by parts of a pixel, with
/// what lies between pixels interpolated and what comes in from outside filled, then noise is added.
/// </summary>
/// <remarks>Simard, Steinkraus and Platt, "Best Practices for Convolutional Neural Networks Applied to Visual Document Analysis", 2003.</remarks>
public sealed record Augmentation
{
    /// <summary>The most pixels an image is shifted up, down, left or right; 0 by default.</summary>
    public float Shift { get; init; }

    /// <summary>The most degrees an image is turned about its middle, either way; 0 by default.</summary>
    public float Rotation { get; init; }

    /// <summary>The most that sizes grow or shrink by: 0.1 means 0.9 to 1.1 times; 0 by default, below 1.</summary>
    public float Scale { get; init; }

    /// <summary>Whether half of the images are mirrored, left to right; false by default.</summary>
    public bool Flip { get; init; }

    /// <summary>
    /// The standard deviation, in pixels, of what every pixel is moved by in an elastic deformation, down and across; 0 by default. Simard's digits are
    /// bent by about 1 to 2 pixels.
    /// </summary>
    public float Elastic { get; init; }

    /// <summary>The standard deviation, in pixels, of the bell curve that smooths the deformation: small is a shiver, large a shift; 4 by default, 0.5 to 64.</summary>
    public float ElasticSmoothness { get; init; } = 4;

    /// <summary>The standard deviation of normal noise added to every value, scaled as the inputs are; 0 by default.</summary>
    public float Noise { get; init; }

    /// <summary>The value of what comes in from outside, scaled as the inputs are; 0 by default.</summary>
    public float Fill { get; init; }

    /// <summary>What the changes depend on, with the epoch and the number of the example.</summary>
    public int Seed { get; init; }
}
