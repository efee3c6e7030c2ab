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

    /// <summary>The strategy for row-major memory that computes a node.</summary>
    public static KernelStrategy StrategyOf(Node node) => KernelCatalog.Strategies.OfType<RowMajorStrategy>().First(candidate => candidate.Fits(node));

    /// <summary>The statements of a node's kernel.</summary>
    public static string Write(Node node)
    {
        var strategy = StrategyOf(node);
        var code = new CodeWriter();
        TensorLayout Layout(Value value) => TensorLayout.RowMajor(value.Type);
        strategy.Write(new KernelSite(node, [.. node.Inputs.Select(Layout)], Layout(node.Output), new PackingRecipe(), code));
        return code.ToString();
    }

    /// <summary>Runs an operator on tensors, at every vector width where its kernel has vectors; all must give the same bits.</summary>
    /// <returns>The bytes of each output.</returns>
    public static IReadOnlyList<byte[]> Run(Operator op, params TensorData[] operands)
    {
        var node = NodeOf(op, operands);
        byte[][] inputs = [.. operands.Select(operand => (byte[])[.. operand.Bytes, .. new byte[8]])];
        byte[][]? first = null;
        foreach (var kernel in Compile(node))
        {
            // The values after the end say whether a kernel wrote there.
            byte[][] outputs = [.. node.Outputs.Select(output => Guarded(output.Type))];
            kernel(inputs, outputs);
            foreach (byte[] output in outputs)
                Assert.All(output[^GuardLength..], value => Assert.Equal(Guard, value));
            if (first is not null)
                Assert.Equal(first, outputs);
            first = outputs;
            if (StrategyOf(node).WorksInPlace && node.Input.Type.Equals(node.Output.Type))
                Assert.Equal(first[0][..^GuardLength], InPlace(kernel, operands));
        }
        return [.. first!.Select(output => output[..^GuardLength])];
    }

    /// <summary>The first output of a kernel that writes it to where its first input lies.</summary>
    private static byte[] InPlace(Kernel kernel, TensorData[] operands)
    {
        byte[][] memory = [.. operands.Select(operand => (byte[])[.. operand.Bytes, .. new byte[8]])];
        kernel(memory, memory);
        return memory[0][..operands[0].Bytes.Length];
    }

    private const int GuardLength = 16;

    private const byte Guard = 0xA5;

    private static byte[] Guarded(TensorType type)
    {
        byte[] bytes = new byte[type.Length * type.Element.ByteLength() + GuardLength];
        Array.Fill(bytes, Guard);
        return bytes;
    }

    private static IEnumerable<Kernel> Compile(Node node)
    {
        string Parameters(IReadOnlyList<Value> values, string name) =>
            string.Join(", ", values.Select((value, index) => $"ref {value.Type.Element.CSharpName()} {name}{index}"));
        string Arguments(IReadOnlyList<Value> values, string name) =>
            string.Join(", ", values.Select((value, index) => $"ref Unsafe.As<byte, {value.Type.Element.CSharpName()}>(ref {name}s[{index}][0])"));
        bool vectorised = StrategyOf(node).IsVectorised;
        string[] vectors = vectorised ? ["Float512", "Float256", "Float128"] : [""];
        string arguments = string.Join(", ", new[] { Arguments(node.Inputs, "input"), Arguments(node.Outputs, "output") }.Where(list => list.Length > 0));
        string parameters = string.Join(", ", new[] { Parameters(node.Inputs, "input"), Parameters(node.Outputs, "output") }.Where(list => list.Length > 0));
        string runs = string.Join('\n', vectors.Select(vector => $"public static void Run{vector}(byte[][] inputs, byte[][] outputs) => Kernel{(vectorised ? $"<{vector}, Vector{vector[5..]}<float>>" : "")}({arguments});"));
        string source = $$"""
            using System;
            using System.Runtime.CompilerServices;
            using System.Runtime.InteropServices;
            using System.Runtime.Intrinsics;
            using CnnCompiler.Inference;

            public static class Generated
            {
                {{runs}}

                [MethodImpl(MethodImplOptions.AggressiveOptimization)]
                private static void Kernel{{(vectorised ? "<V, T>" : "")}}({{parameters}}){{(vectorised ? " where V : struct, IFloatVector<T> where T : struct" : "")}}
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
        var generated = Assembly.Load(stream.ToArray()).GetType("Generated")!;
        return vectors.Select(vector => generated.GetMethod("Run" + vector)!.CreateDelegate<Kernel>());
    }
}
