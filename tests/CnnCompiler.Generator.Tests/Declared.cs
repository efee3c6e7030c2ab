using CnnCompiler.Testing;

namespace CnnCompiler.Generator.Tests;

/// <summary>A small project with one declared model, and the questions that tests ask about it.</summary>
internal static class Declared
{
    public const string Digits = """
        using CnnCompiler;
        namespace Shapes;
        [CnnModel("digits.safetensors")]
        [Input(28, 28, 1)]
        [Conv2D(8, 3), ReLU, MaxPool(2)]
        [Flatten, Dense(10), Softmax]
        public sealed partial class Digits;
        """;

    /// <summary>A model without learned values: nothing is to be said about its weights.</summary>
    public static string Pool(string declaration = "public sealed partial class Pool;", string attributes = "[CnnModel, Input(8, 8, 1), MaxPool(2)]") =>
        $"using CnnCompiler;\nnamespace Shapes;\n{attributes}\n{declaration}\n";

    /// <summary>A file with the tensors of <see cref="Digits"/>.</summary>
    public static InMemoryModelFile DigitsFile(float bias = 0.25f, string name = "digits.safetensors") => new(name, Safetensors.Write(
        ("0.weight", [8, 1, 3, 3], new float[72]), ("0.bias", [8], [bias, 0, 0, 0, 0, 0, 0, 0]),
        ("4.weight", [10, 1352], new float[13520]), ("4.bias", [10], new float[10])));

    /// <summary>Asserts that a run has exactly one thing to say: this diagnostic, about this piece of the source, in these words.</summary>
    public static void Says(this GeneratorOutcome outcome, string id, string place, params string[] words)
    {
        Assert.Null(outcome.Exception);
        var diagnostic = Assert.Single(outcome.Diagnostics);
        Assert.Equal(id, diagnostic.Id);
        Assert.Equal(place, outcome.At(diagnostic.Location));
        foreach (string word in words)
            Assert.Contains(word, diagnostic.GetMessage(), StringComparison.Ordinal);
    }

    /// <summary>Asserts that a run made code and has nothing to say.</summary>
    public static void SaysNothing(this GeneratorOutcome outcome)
    {
        Assert.Null(outcome.Exception);
        Assert.Empty(outcome.Diagnostics);
    }

    /// <summary>The piece of the source at a place.</summary>
    public static string At(this GeneratorOutcome outcome, Microsoft.CodeAnalysis.Location location)
    {
        var place = location.GetLineSpan();
        var text = outcome.Compilation.SyntaxTrees.Single(tree => tree.FilePath == place.Path).GetText();
        Assert.Equal(location.SourceSpan, text.Lines.GetTextSpan(place.Span));
        return text.ToString(location.SourceSpan);
    }
}
