namespace CnnCompiler.Package.Tests;

/// <summary>Programs for arm64, published here and run under qemu: the bits are those of x64.</summary>
public sealed class ArmTests
{
    private static readonly string[] CrossTools = ["-p:LinkerFlavor=lld", "-p:ObjCopyName=llvm-objcopy"];

    [ArmFact]
    public void ReferenceNets_GiveTheSameChecksums()
    {
        using var published = new PublishedSample("tests/CnnCompiler.Checksums", "linux-arm64", CrossTools);
        string[] here = Tool.Run(Tool.Dotnet, ".", Path.Combine(AppContext.BaseDirectory, "CnnCompiler.Checksums.dll")).Lines;
        string[] there = RunOnArm(published.PathOf("CnnCompiler.Checksums"));
        Assert.Contains("with FMA", here[0], StringComparison.Ordinal);
        Assert.Equal("128-bit vectors with FMA", there[0]);
        Assert.True(here.Length > 3);
        Assert.Equal(here[1..], there[1..]);
    }

    [ArmFact]
    public void TinyDigits_RecognisesDigits()
    {
        using var published = new PublishedSample("samples/TinyDigits", "linux-arm64", CrossTools);
        for (int digit = 0; digit < 10; digit++)
        {
            string file = published.PathOf("digit.pgm");
            File.WriteAllBytes(file, [.. "P5 28 28 255\n"u8, .. TinyDigitsTests.Ink(digit)]);
            Assert.StartsWith($"{digit} ", Assert.Single(RunOnArm(published.PathOf("TinyDigits"), file)), StringComparison.Ordinal);
        }
    }

    private static string[] RunOnArm(string program, params string[] arguments) =>
        Tool.Run("qemu-aarch64", ".", ["-L", ArmFactAttribute.Libraries, program, .. arguments]).Lines;
}
