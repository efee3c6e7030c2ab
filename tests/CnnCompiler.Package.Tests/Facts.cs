using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace CnnCompiler.Package.Tests;

/// <summary>A test that compiles ahead of time; skipped, with the reason, where nothing can link or a tool is missing.</summary>
public class AheadOfTimeFactAttribute : FactAttribute
{
    public AheadOfTimeFactAttribute(params string[] tools) => Skip = Missing
        ?? tools.Where(tool => !Tool.Exists(tool)).Select(tool => $"{tool} is not there: install it.").FirstOrDefault();

    private static string? Missing { get; } =
        !OperatingSystem.IsLinux() || RuntimeInformation.OSArchitecture != System.Runtime.InteropServices.Architecture.X64
            ? "The sizes and bits here are those of Linux on x64."
        : !Tool.Exists("clang") && !Tool.Exists("gcc") ? "No linker is there: install clang and zlib1g-dev."
        : null;
}

/// <summary>A test of bits that come from fused multiply-add; skipped also on processors without it.</summary>
public class FmaFactAttribute : AheadOfTimeFactAttribute
{
    public FmaFactAttribute(params string[] tools)
        : base(tools) => Skip ??= Avx2.IsSupported && Fma.IsSupported ? null : "This processor has no AVX2 and FMA.";
}

/// <summary>A test of Python with NumPy; skipped also where no Python on the path or of the system has it.</summary>
public sealed class NumPyFactAttribute : FmaFactAttribute
{
    public NumPyFactAttribute() => Skip ??= Python is null ? "No Python with NumPy is there: install python3-numpy." : null;

    /// <summary>A Python that has NumPy, or null.</summary>
    internal static string? Python { get; } = new[] { Tool.Find("python3"), "/usr/bin/python3" }
        .FirstOrDefault(python => File.Exists(python) && Tool.Try(python, ".", [], [], "-c", "import numpy").ExitCode == 0);
}

/// <summary>A test for arm64 on this machine; skipped also where the cross tools or qemu are missing.</summary>
public sealed class ArmFactAttribute : FmaFactAttribute
{
    /// <summary>Where Debian's libc6-dev-arm64-cross puts the C library.</summary>
    public const string Libraries = "/usr/aarch64-linux-gnu";

    public ArmFactAttribute()
        : base("clang", "ld.lld", "llvm-objcopy", "aarch64-linux-gnu-gcc", "qemu-aarch64")
    {
        Skip ??= Directory.Exists(Libraries) ? null : $"{Libraries} is not there: install libc6-dev-arm64-cross.";
        if (Skip is not null)
            Skip += " On Debian: clang lld llvm binutils-aarch64-linux-gnu gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user.";
    }
}
