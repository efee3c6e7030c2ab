using System.Text.RegularExpressions;
using CnnCompiler.Nets;

namespace CnnCompiler.Numerics.Tests;

/// <summary>What the just-in-time compiler makes of the kernels: it falls back to unoptimised code silently, five to seven times slower.</summary>
public sealed partial class JitTests
{
    /// <summary>
    /// Exponentials are functions of vectors, and a softmax's sum is taken in one order whatever the width: calls outside of tiles. The
    /// only others are those of a kernel's own steps.
    /// </summary>
    private static readonly string[] Functions = ["Softmax", "Sigmoid", "Tanh"];

    [Theory]
    [InlineData("DOTNET_TieredPGO", "0")]
    [InlineData("DOTNET_EnableAVX512", "0")]
    [InlineData("DOTNET_PreferredVectorBitWidth", "128")]
    [InlineData("DOTNET_EnableAVX2", "0")]
    public void Kernels_AreFullyOptimisedAndCallNothing(string variable, string value)
    {
        string file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".txt");
        string text;
        try
        {
            ChildProcess.Run(
            [
                // Without tiers no second thread compiles, and no two listings run into each other.
                new(variable, value), new("DOTNET_TieredCompilation", "0"), new("DOTNET_JitStdOutFile", file), new("DOTNET_JitDisasmSummary", "1"), new("DOTNET_JitDisasm", "*Kernels:*"),
            ]);
            text = File.ReadAllText(file);
        }
        finally
        {
            File.Delete(file);
        }

        var compiled = CompiledLine().Matches(text).Select(match => (Kernel: match.Groups["kernel"].Value, Level: match.Groups["level"].Value)).ToArray();
        // Every layer that multiplies is a kernel, unless it became part of another one.
        int least = CompiledNet.All.Sum(net => net.Info.Layers.ToArray().Count(layer => layer.MultiplyAdds > 0 && !layer.Kernel.StartsWith("part of", StringComparison.Ordinal)));
        Assert.True(compiled.Length >= least, $"Only {compiled.Length} kernels were compiled, not {least}.");
        Assert.All(compiled, kernel => Assert.Equal("FullOpts", kernel.Level));

        var listings = Listing().Matches(text);
        Assert.Equal(compiled.Length, listings.Count);
        foreach (Match listing in listings)
        {
            string[] calls = [.. Call().Matches(listing.Groups["code"].Value).Select(match => match.Value.Trim())];
            bool function = Functions.Any(name => listing.Groups["kernel"].Value.StartsWith(name, StringComparison.Ordinal));
            Assert.All(calls, call => Assert.True(
                (function && call.Contains("VectorMath:", StringComparison.Ordinal)) || call.Contains($"Kernels:<{listing.Groups["kernel"].Value}>g__", StringComparison.Ordinal), $"{listing.Groups["kernel"].Value} calls: {call}"));
        }
    }

    [GeneratedRegex(@"JIT compiled \S*Kernels:<?(?<kernel>\w+).*? \[(?<level>[^,\]]+)")]
    private static partial Regex CompiledLine();

    [GeneratedRegex(@"; Assembly listing for method \S*Kernels:<?(?<kernel>\w+)(?<code>.*?); Total bytes of code", RegexOptions.Singleline)]
    private static partial Regex Listing();

    [GeneratedRegex(@"^\s+(call|tail\.jmp)\s.*$", RegexOptions.Multiline)]
    private static partial Regex Call();
}
