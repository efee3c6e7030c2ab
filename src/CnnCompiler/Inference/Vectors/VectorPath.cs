using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace CnnCompiler.Inference;

/// <summary>Which vectors this machine runs kernels with. Each check is a constant to the just-in-time compiler and to NativeAOT.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class VectorPath
{
    /// <summary>Whether sixteen lanes with fused multiply-add are at hand.</summary>
    public static bool Has512
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.IsHardwareAccelerated;
    }

    /// <summary>Whether eight lanes with fused multiply-add are at hand.</summary>
    public static bool Has256
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256.IsHardwareAccelerated && Fma.IsSupported;
    }

    /// <summary>Whether four lanes with fused multiply-add are at hand.</summary>
    public static bool HasFma128
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector128.IsHardwareAccelerated && (Fma.IsSupported || AdvSimd.IsSupported);
    }

    /// <summary>The path in words.</summary>
    internal static string Name =>
        Has512 ? "512-bit vectors with FMA"
        : Has256 ? "256-bit vectors with FMA"
        : HasFma128 ? "128-bit vectors with FMA"
        : Vector128.IsHardwareAccelerated ? "128-bit vectors without FMA"
        : "no vectors";
}
