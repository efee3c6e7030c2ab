namespace CnnCompiler.Training.Layers;

/// <summary>
/// Neighbouring images of a batch that go through the layers together, on one thread. Into how many slices a batch falls depends on the net and the
/// number of images alone, so that sums over slices come out the same with any number of threads.
/// </summary>
/// <param name="First">The first image's place in the batch.</param>
/// <param name="Count">The number of images.</param>
/// <param name="Index">The number of the slice, from 0.</param>
/// <param name="Worker">Who computes it: scratch memory is each worker's own.</param>
internal readonly record struct Slice(int First, int Count, int Index, int Worker)
{
    /// <summary>
    /// The most slices of a batch. Each has gradients of its own for the weights of convolutions; four images a slice, at the usual batch of 64,
    /// are what the dense layers' kernels take at once.
    /// </summary>
    public const int Most = 16;

    /// <summary>A slice of a batch.</summary>
    /// <param name="index">Which one.</param>
    /// <param name="slices">The number of slices.</param>
    /// <param name="images">The number of images in the batch.</param>
    /// <param name="worker">Who computes it.</param>
    public static Slice Of(int index, int slices, int images, int worker)
    {
        int first = (int)((long)images * index / slices);
        return new Slice(first, (int)((long)images * (index + 1) / slices) - first, index, worker);
    }
}
