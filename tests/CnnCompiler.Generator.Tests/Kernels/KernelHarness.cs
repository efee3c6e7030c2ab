extern alias runtime;

using System.Reflection;
using CnnCompiler.Generator.Emit;
using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using CnnCompiler.Generator.Kernels;
using CnnCompiler.Generator.Kernels.RowMajor;
using CnnCompiler.Generator.Planning;
using CnnCompiler.Generator.Weights;
using CnnCompiler.Oracle.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CnnCompiler.Generator.Tests.Kernels;

/// <summary>Writes the kernel of one node, compiles it, and runs it.</summary>
internal static class KernelHarness
{
    private delegate void Kernel(byte[][] inputs, byte[][] outputs);

    private static readonly Lazy<MetadataReference[]> References = new(() =>
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetDirectoryName(path) == Path.GetDirectoryName(typeof(object).Assembly.Location))
            .Append(typeof(runtime::CnnCompiler.Inference.Tensor).Assembly.Location)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ]);

    /// <summary>The node that applies an operator to tensors.</summary>
    public static Node NodeOf(Operator op, IReadOnlyList<TensorData> operands)
    {
        Value[] inputs = [.. operands.Select((operand, index) => new Value($"input{index}", TestTensor.TypeOf(operand)))];
        Value[] outputs = [.. op.InferAll([.. inputs.Select(input => input.Type)]).Select((type, index) => new Value($"output{index}", type))];
        return new Node(op, inputs, outputs, [new NodeSource(0, "Node", "node")]);
    }

    /// <summary>The statements of a node's kernel.</summary>
    public static string Write(Node node)
    {
        var strategy = KernelCatalog.Strategies.OfType<RowMajorStrategy>().First(candidate => candidate.Fits(node));
        var code = new CodeWriter();
        TensorLayout Layout(Value value) => TensorLayout.RowMajor(value.Type);
        strategy.Write(new KernelSite(node, [.. node.Inputs.Select(Layout)], Layout(node.Output), new PackingRecipe(), code));
        return code.ToString();
    }

    /// <summary>Runs an operator on tensors.</summary>
    /// <returns>The bytes of each output.</returns>
    public static IReadOnlyList<byte[]> Run(Operator op, params TensorData[] operands)
    {
        var node = NodeOf(op, operands);
        // The values after the end say whether a kernel wrote there.
        byte[][] outputs = [.. node.Outputs.Select(output => Guarded(output.Type))];
        Compile(node)([.. operands.Select(operand => (byte[])[.. operand.Bytes, .. new byte[8]])], outputs);
        foreach (byte[] output in outputs)
            Assert.All(output[^GuardLength..], value => Assert.Equal(Guard, value));
        return [.. outputs.Select(output => output[..^GuardLength])];
    }

    private const int GuardLength = 16;

    private const byte Guard = 0xA5;

    private static byte[] Guarded(TensorType type)
    {
        byte[] bytes = new byte[type.Length * type.Element.ByteLength() + GuardLength];
        Array.Fill(bytes, Guard);
        return bytes;
    }

    private static Kernel Compile(Node node)
    {
        string Parameters(IReadOnlyList<Value> values, string name) =>
            string.Join(", ", values.Select((value, index) => $"ref {value.Type.Element.CSharpName()} {name}{index}"));
        string Arguments(IReadOnlyList<Value> values, string name) =>
            string.Join(", ", values.Select((value, index) => $"ref Unsafe.As<byte, {value.Type.Element.CSharpName()}>(ref {name}s[{index}][0])"));
        string source = $$"""
            using System;
            using System.Runtime.CompilerServices;
            using System.Runtime.InteropServices;
            using CnnCompiler.Inference;

            public static class Generated
            {
                public static void Run(byte[][] inputs, byte[][] outputs) => Kernel({{string.Join(", ", new[] { Arguments(node.Inputs, "input"), Arguments(node.Outputs, "output") }.Where(list => list.Length > 0))}});

                [MethodImpl(MethodImplOptions.AggressiveOptimization)]
                private static void Kernel({{string.Join(", ", new[] { Parameters(node.Inputs, "input"), Parameters(node.Outputs, "output") }.Where(list => list.Length > 0))}})
                {
            {{Write(node)}}
                }
            }
            """;
        var compilation = CSharpCompilation.Create(
            "Kernel", [CSharpSyntaxTree.ParseText(source)], References.Value,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release));
        using var stream = new MemoryStream();
        var result = compilation.Emit(stream);
        var complaints = result.Diagnostics.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning);
        Assert.True(!complaints.Any(), string.Join('\n', complaints) + "\n" + source);
        return Assembly.Load(stream.ToArray()).GetType("Generated")!.GetMethod("Run")!.CreateDelegate<Kernel>();
    }
}
