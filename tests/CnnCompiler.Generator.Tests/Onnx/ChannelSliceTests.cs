using System.Globalization;
using System.Text.RegularExpressions;
using static CnnCompiler.Generator.Tests.Onnx.OnnxBytes;

namespace CnnCompiler.Generator.Tests.Onnx;

/// <summary>Concatenations and splits of channels as the generated code does them: by where values lie, without copies.</summary>
public partial class ChannelSliceTests
{
    [Fact]
    public void Concat_OfConvolutions_TakesNoCopy()
    {
        string code = Generated(
            Convolution("x", "a", 16, 8), Convolution("a", "b", 32, 16), Convolution("a", "c", 16, 16), Node("Concat", ["b", "c"], ["d"], Int("axis", 1)),
            Convolution("d", "y", 16, 48), Output("y", 1, 16, 6, 6));
        Assert.Equal(["FromPlanes", "ToPlanes"], Copies(code)); // The user's input and output alone.
        // b and c lie side by side: 48 values a pixel, of which c's begin at the 33rd.
        int[] targets = [.. Call().Matches(code).Select(match => match.Groups["target"].Value).Select(offset => offset.Length == 0 ? 0 : int.Parse(offset, CultureInfo.InvariantCulture))];
        Assert.Equal(targets[1] + 32, targets[2]);
    }

    [Fact]
    public void Concat_OfTheSameMapTwice_CopiesItOnce()
    {
        string code = Generated(
            Convolution("x", "a", 16, 8), Node("Concat", ["a", "a"], ["d"], Int("axis", 1)), Convolution("d", "y", 16, 32), Output("y", 1, 16, 6, 6));
        Assert.Equal(["FromPlanes", "Copy", "ToPlanes"], Copies(code));
    }

    [Fact]
    public void Concat_OfAMapThatSpillsIntoOneWrittenBefore_CopiesIt()
    {
        // b has 12 channels and is written in vectors of 16: the last four fall on what is made before it.
        string code = Generated(
            Convolution("x", "a", 16, 8), Convolution("a", "b", 12, 16), Node("Concat", ["b", "a"], ["d"], Int("axis", 1)), Convolution("d", "y", 16, 28), Output("y", 1, 16, 6, 6));
        Assert.Equal(["FromPlanes", "Copy", "ToPlanes"], Copies(code));
    }

    [Fact]
    public void Split_AndSlice_TakeNoCopy()
    {
        string code = Generated(
            Convolution("x", "a", 48, 8), Node("Split", ["a", "lengths"], ["b", "c"], Int("axis", 1)), Longs("lengths", 32, 16),
            Node("Slice", ["a", "start", "end", "axes"], ["d"]), Longs("start", 8), Longs("end", 24), Longs("axes", 1),
            Convolution("b", "e", 16, 32), Convolution("c", "f", 16, 16), Convolution("d", "g", 16, 16), Node("Concat", ["e", "f", "g"], ["h"], Int("axis", 1)),
            Convolution("h", "y", 16, 48), Output("y", 1, 16, 6, 6));
        Assert.Equal(["FromPlanes", "ToPlanes"], Copies(code));
    }

    private static byte[] Convolution(string input, string output, int filters, int channels) =>
    [
        .. Node("Conv", [input, "w" + output], [output], Ints("kernel_shape", 1, 1)),
        .. Floats("w" + output, [filters, channels, 1, 1], Ramp(filters * channels)),
    ];

    private static string Generated(params byte[][] graph)
    {
        var outcome = OnnxProject.Run(Model(17, [Input("x", 1, 8, 6, 6), .. graph]));
        outcome.Compiles();
        // What runs one input; batches and threads have texts of their own, with the same steps.
        string code = outcome.Generated[0];
        int net = code.IndexOf("file static class", StringComparison.Ordinal);
        return code[net..code.IndexOf("file readonly struct", net, StringComparison.Ordinal)];
    }

    private static string[] Copies(string code) => [.. Copy().Matches(code).Select(match => match.Groups["kind"].Value).OrderBy(kind => kind == "ToPlanes")];

    [GeneratedRegex(@"MapMemory\.(?<kind>FromPlanes|ToPlanes|Copy)\(|Concat\w*<")]
    private static partial Regex Copy();

    [GeneratedRegex(@"Kernels\.Conv\d<V16, T16>\(ref (scratch|Unsafe\.Add\(ref scratch, \d+\)), ref (scratch|Unsafe\.Add\(ref scratch, (?<target>\d+)\))")]
    private static partial Regex Call();
}
