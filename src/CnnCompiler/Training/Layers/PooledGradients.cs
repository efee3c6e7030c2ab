namespace CnnCompiler.Training.Layers;

/// <summary>
/// The weight gradients of a convolution whose outputs a max pool has thinned out: of every window only the chosen output of each channel has a gradient.
/// Each slice of a batch adds up its own.
/// </summary>
/// <param name="geometry">Where everything lies.</param>
internal abstract class PooledGradients(PooledGeometry geometry)
{
    // At the most so many products for a window and channel cost less than finding the one output that was chosen: 36, of a 3x3 kernel on one channel before a
    // 2x2 pool, take two fifths of the time.
    private const int MostProductsOfAWindow = 48;

    /// <summary>Where everything lies.</summary>
    protected PooledGeometry Geometry { get; } = geometry;

    /// <summary>The number of output channels.</summary>
    protected int Channels => Geometry.Output.Channels;

    /// <summary>Chooses how they are computed; the geometry alone decides, so that the sums are the same on every machine.</summary>
    /// <param name="geometry">Where everything lies.</param>
    /// <param name="weightsOfAChannel">Weights of an output channel in the layer's parameter.</param>
    public static PooledGradients Create(PooledGeometry geometry, int weightsOfAChannel) =>
        geometry.WindowSize * weightsOfAChannel <= MostProductsOfAWindow
            ? new WindowGradients(geometry, weightsOfAChannel)
            : new VisitGradients(geometry, weightsOfAChannel);

    /// <summary>Gets ready for so many slices and workers.</summary>
    public abstract void Reserve(int slices, int workers);

    /// <summary>Forgets what a slice has added up.</summary>
    public abstract void Clear(Slice slice);

    /// <summary>Adds those of one image.</summary>
    /// <param name="input">The image as the products read it.</param>
    /// <param name="arriving">The gradient of the chosen output of each window and channel.</param>
    /// <param name="chosen">Its number in the window.</param>
    /// <param name="slice">The slice that the image is of.</param>
    public abstract void Add(ReadOnlySpan<float> input, ReadOnlySpan<float> arriving, ReadOnlySpan<int> chosen, Slice slice);

    /// <summary>Adds up what the slices have of some channels, from the first slice to the last.</summary>
    /// <param name="slices">The number of slices.</param>
    /// <param name="start">The first channel, a multiple of 16.</param>
    /// <param name="end">The channel behind the last.</param>
    /// <param name="gradients">Those of the layer's parameter.</param>
    public abstract void Finish(int slices, int start, int end, Span<float> gradients);
}
