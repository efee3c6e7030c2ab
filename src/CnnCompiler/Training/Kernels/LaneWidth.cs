using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace CnnCompiler.Training.Kernels;

/// <summary>How many values wide the vectors of a kernel are.</summary>
internal static class LaneWidth
{
    /// <summary>Whether the machine multiplies and adds in one instruction.</summary>
    public static bool HasFusedMultiplyAdd => Fma.IsSupported || AdvSimd.IsSupported;

    /// <summary>The widest vector that this many output channels fill: 16, 8 or 4 values, within what the machine has.</summary>
    /// <param name="outputs">The number of output channels.</param>
    public static int For(int outputs)
    {
        // Sixteen lanes for nine channels would compute seven for nothing, but so would two times eight: the wide one wins from nine on.
        if (outputs > 8 && HasFusedMultiplyAdd && Vector512.IsHardwareAccelerated)
            return 16;
        return outputs > 4 && HasFusedMultiplyAdd && Vector256.IsHardwareAccelerated ? 8 : 4;
    }

    /// <summary>The number of outputs rounded up to whole vectors.</summary>
    public static int RoundUp(int outputs, int width) => (outputs + width - 1) / width * width;
}
