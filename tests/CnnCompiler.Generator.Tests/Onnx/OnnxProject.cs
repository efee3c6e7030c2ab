using CnnCompiler.Testing;

namespace CnnCompiler.Generator.Tests.Onnx;

/// <summary>A small project with one class that is an ONNX model.</summary>
internal static class OnnxProject
{
    public const string Model = "[CnnModel(\"model.onnx\")]";

    public static string Class(string attributes = Model) => $"using CnnCompiler;\nnamespace Shapes;\n{attributes}\npublic sealed partial class Net;\n";

    public static InMemoryModelFile File(byte[] bytes) => new("model.onnx", bytes);

    public static GeneratorOutcome Run(byte[] bytes, string attributes = Model) => GeneratorHarness.Run(Class(attributes), File(bytes));

    /// <summary>Asserts that a run made code that compiles and has nothing to say.</summary>
    public static void Compiles(this GeneratorOutcome outcome)
    {
        outcome.SaysNothing();
        Assert.Single(outcome.Generated);
        Assert.Empty(outcome.CompilerErrors);
    }
}
