namespace CnnCompiler.Training.Kernels;

/// <summary>Where the pixels, taps and outputs of a product lie, as offsets into its buffers; computed once for a layer.</summary>
internal sealed class TapPlan
{
    /// <summary>A plan from its offsets.</summary>
    /// <param name="pixels">For each pixel, where its first tap lies in the input.</param>
    /// <param name="outputs">For each pixel, where its first output goes.</param>
    /// <param name="taps">For each tap, its distance from the pixel's place.</param>
    /// <param name="sources">For each tap, where the weight of its first lane lies in the layer's parameter.</param>
    public TapPlan(int[] pixels, int[] outputs, int[] taps, int[] sources)
    {
        (Pixels, Outputs, Taps, Sources) = (pixels, outputs, taps, sources);
        RunLength = CommonRun(taps);
        Runs = [.. taps.Where((_, index) => index % RunLength == 0)];
    }

    /// <summary>For each pixel, where its taps count from in the input.</summary>
    public int[] Pixels { get; }

    /// <summary>For each pixel, where its first output goes.</summary>
    public int[] Outputs { get; }

    /// <summary>For each tap, its distance from the pixel's place.</summary>
    public int[] Taps { get; }

    /// <summary>For each tap, where the weight of its first lane lies in the layer's parameter.</summary>
    public int[] Sources { get; }

    /// <summary>The first tap of each run of neighbouring values; all runs are equally long.</summary>
    public int[] Runs { get; }

    /// <summary>The number of taps of a run.</summary>
    public int RunLength { get; }

    /// <summary>A dense layer as a product: every image is a pixel and every feature a tap.</summary>
    /// <param name="images">The number of images.</param>
    /// <param name="inputs">Values of an image before the layer.</param>
    /// <param name="outputs">Values of an image behind the layer.</param>
    /// <param name="sourceStep">Weights from one tap to the next in the layer's parameter.</param>
    public static TapPlan OfRows(int images, int inputs, int outputs, int sourceStep) => new(
        Steps(images, inputs), Steps(images, outputs), Steps(inputs, 1), Steps(inputs, sourceStep));

    private static int[] Steps(int count, int step)
    {
        int[] steps = new int[count];
        for (int index = 0; index < count; index++)
            steps[index] = index * step;
        return steps;
    }

    private static int CommonRun(int[] taps)
    {
        int run = 1;
        while (run < taps.Length && taps[run] == taps[run - 1] + 1)
            run++;
        while (!IsCommon(taps, run))
            run--;
        return run;
    }

    private static bool IsCommon(int[] taps, int run)
    {
        if (taps.Length % run != 0)
            return false;
        for (int tap = 1; tap < taps.Length; tap++)
            if (tap % run != 0 && taps[tap] != taps[tap - 1] + 1)
                return false;
        return true;
    }
}
