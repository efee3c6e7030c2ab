using CnnCompiler.Inference;

namespace CnnCompiler.Training.Kernels;

/// <summary>How many values wide the vectors of a kernel are.</summary>
internal static class LaneCount
{
    /// <summary>The widest vector that this many output channels fill: 16, 8 or 4 values, within what the machine has.</summary>
    /// <param name="outputs">The number of output channels.</param>
    public static int For(int outputs)
    {
        // Sixteen lanes for nine channels would compute seven for nothing, but so would two times eight: the wide one wins from nine on.
        if (outputs > 8 && VectorPath.Has512)
            return Float512.Count;
        return outputs > 4 && VectorPath.Has256 ? Float256.Count : Float128.Count;
    }

    /// <summary>The number of outputs rounded up to whole vectors.</summary>
    public static int RoundUp(int outputs, int width) => (outputs + width - 1) / width * width;
}
