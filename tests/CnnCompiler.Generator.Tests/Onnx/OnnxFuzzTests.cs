using System.Diagnostics;
using CnnCompiler.Generator.Onnx;
using CnnCompiler.Generator.Passes;
using CnnCompiler.Weights;
using static CnnCompiler.Generator.Tests.Onnx.OnnxBytes;

namespace CnnCompiler.Generator.Tests.Onnx;

/// <summary>Damaged models are imported or refused, and nothing else.</summary>
public class OnnxFuzzTests
{
    private const int Variants = 10_000;
    private const long MostBytes = 200_000_000;

    private static readonly byte[][] Originals = [SmallNet(), ShapeChain(), OldNet()];

    [Fact]
    public void Originals_AreImported() => Assert.All(Originals, bytes => Assert.True(Import(bytes)));

    [Fact]
    public void File_CutAnywhere_IsImportedOrRefused()
    {
        foreach (byte[] original in Originals)
            for (int length = 0; length < original.Length; length++)
                Import(original[..length]);
    }

    [Fact]
    public void File_DamagedAtRandom_IsImportedOrRefused_InLittleMemoryAndTime()
    {
        int seed = Random.Shared.Next();
        var random = new Random(seed);
        int imported = 0;
        for (int variant = 0; variant < Variants; variant++)
        {
            byte[] file = Damage(Originals[variant % Originals.Length], random);
            long before = GC.GetAllocatedBytesForCurrentThread();
            var watch = Stopwatch.StartNew();
            try
            {
                imported += Import(file) ? 1 : 0;
            }
            catch (Exception problem)
            {
                Assert.Fail($"seed {seed}, variant {variant}: {problem}");
            }
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated < MostBytes, $"seed {seed}, variant {variant}: {allocated} bytes for a file of {file.Length}");
            // No speed is asserted, only that nothing hangs.
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(60), $"seed {seed}, variant {variant}: {watch.Elapsed}");
        }
        // Damage to values and names of no meaning leaves a good model: were there none of these, the variants would not reach the importer.
        Assert.True(imported > 0 && imported < Variants, $"seed {seed}: {imported} of {Variants} variants imported");
    }

    [SharedFact("cases")]
    public void StandardCases_DamagedAtRandom_AreImportedOrRefused()
    {
        string[] files = [.. Directory.GetFiles(SharedData.Cases, "model.onnx", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        int seed = Random.Shared.Next();
        var random = new Random(seed);
        for (int variant = 0; variant < Variants; variant++)
            try
            {
                Import(Damage(File.ReadAllBytes(files[variant % files.Length]), random));
            }
            catch (Exception problem)
            {
                Assert.Fail($"seed {seed}, variant {variant}, {files[variant % files.Length]}: {problem}");
            }
    }

    [Fact]
    public void File_DamagedAtRandom_IsOneDiagnosticOrCode()
    {
        // Through the front door a variant takes far longer, as C# is written and compiled: fewer of them.
        int seed = Random.Shared.Next();
        var random = new Random(seed);
        for (int variant = 0; variant < 60; variant++)
        {
            var outcome = OnnxProject.Run(Damage(Originals[variant % Originals.Length], random));
            Assert.True(outcome.Exception is null, $"seed {seed}, variant {variant}: {outcome.Exception}");
            Assert.DoesNotContain(outcome.Diagnostics, diagnostic => diagnostic.Id == "CNN0203");
            Assert.True(outcome.CompilerErrors.Count == 0, $"seed {seed}, variant {variant}: {string.Join("; ", outcome.CompilerErrors)}");
        }
    }

    /// <summary>Whether a file became a graph; a refusal is one of the two exceptions, or problems.</summary>
    private static bool Import(byte[] bytes)
    {
        bool listed = false;
        try
        {
            OnnxTensors.Read(new MemoryStream(bytes), "model.onnx");
            listed = true;
        }
        catch (WeightException)
        {
        }
        try
        {
            var import = GraphImporter.Import(OnnxReader.Read(new MemoryStream(bytes), "model.onnx"), new Dictionary<string, int>());
            if (import.Graph is not null)
                PassPipeline.Run(import.Graph);
            return listed && import.Graph is not null;
        }
        catch (OnnxException fault)
        {
            Assert.InRange(fault.Message.Length, 1, 4000);
            return false;
        }
    }

    private static byte[] Damage(byte[] original, Random random)
    {
        var file = new List<byte>(original);
        for (int change = random.Next(1, 4); change > 0 && file.Count > 0; change--)
        {
            int from = random.Next(file.Count);
            int count = Math.Min(random.Next(1, 12), file.Count - from);
            switch (random.Next(7))
            {
                case 0: file[from] ^= (byte)(1 << random.Next(8)); break;
                case 1: file[from] = (byte)random.Next(256); break;
                case 2: file.Insert(from, (byte)random.Next(256)); break;
                case 3: file.RemoveRange(from, count); break;
                case 4: file.InsertRange(from, file.GetRange(from, count)); break;
                case 5: file[from] = 0xFF; break;
                default: file.RemoveRange(from, random.Next(8) == 0 ? file.Count - from : 0); break;
            }
        }
        return [.. file];
    }

    private static byte[] SmallNet() => Model(
        13,
        Node("Conv", ["image", "kernel", "bias"], ["c"], Ints("pads", 1, 1, 1, 1), Ints("kernel_shape", 3, 3)),
        Node("BatchNormalization", ["c", "scale", "bias", "bias", "scale"], ["n"], Real("epsilon", 1e-3f)),
        Node("Relu", ["n"], ["r"]),
        Node("MaxPool", ["r"], ["p"], Ints("kernel_shape", 2, 2), Ints("strides", 2, 2)),
        Node("Flatten", ["p"], ["f"]),
        Node("Gemm", ["f", "weight"], ["y"], Int("transB", 1)),
        Floats("kernel", [4, 1, 3, 3], Ramp(36)),
        Floats("bias", [4], 1, 2, 3, 4),
        Floats("scale", [4], 1, 2, 3, 4),
        Floats("weight", [2, 16], Ramp(32)),
        Input("image", 1, 1, 4, 4),
        Output("y", 1, 2));

    private static byte[] ShapeChain() => Model(
        17,
        Node("Shape", ["x"], ["s"]),
        Node("Gather", ["s", "first"], ["batch"]),
        Node("Concat", ["batch", "rest"], ["shape"], Int("axis", 0)),
        Node("Reshape", ["x", "shape"], ["flat"]),
        Node("Slice", ["flat", "first", "two", "one"], ["cut"]),
        Node("Resize", ["x", "", "scales"], ["big"], Word("mode", "nearest")),
        Node("Split", ["cut"], ["a", "b"], Int("axis", 1)),
        Node("Add", ["a", "b"], ["y"]),
        Longs("first", 0),
        Longs("rest", -1),
        Longs("two", 2),
        Longs("one", 1),
        Floats("scales", [4], 1, 1, 2, 2),
        Input("x", "batch", 2, 3, 4),
        Output("y", "batch", 1),
        Output("big", "batch", 2, 6, 8));

    private static byte[] OldNet() => Model(
        6,
        Node("Constant", [], ["k"], TensorAttribute("value", Tensor("", Float, [1, 2, 3], [.. Ramp(6).SelectMany(BitConverter.GetBytes)]))),
        Node("Conv", ["x", "k"], ["c"], Int("group", 1)),
        Node("Dropout", ["c"], ["d"], Int("is_test", 1)),
        Node("Softmax", ["d"], ["e"], Int("axis", 1)),
        Node("Pad", ["e"], ["f"], Ints("pads", 0, 0, 1, 0, 0, 1), Real("value", 2)),
        Node("Transpose", ["f"], ["y"], Ints("perm", 0, 2, 1)),
        Input("x", 1, 2, 8),
        Output("y", 1, 8, 1));
}
