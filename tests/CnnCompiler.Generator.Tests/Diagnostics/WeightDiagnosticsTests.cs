using CnnCompiler.Testing;
using CsCheck;
using Microsoft.CodeAnalysis;

namespace CnnCompiler.Generator.Tests.Diagnostics;

/// <summary>What is said about weight files.</summary>
public class WeightDiagnosticsTests
{
    private const string Place = "CnnModel(\"digits.safetensors\")";

    [Fact]
    public void File_ThatFits_IsSaidNothingOf() => GeneratorHarness.Run(Declared.Digits, Declared.DigitsFile()).SaysNothing();

    [Fact]
    public void File_Missing_IsAWarningThatSaysHowToMakeIt()
    {
        var outcome = GeneratorHarness.Run(Declared.Digits);
        outcome.Says(
            "CNN0101", Place, "The weights digits.safetensors of Digits are missing", "new Network(Digits.Architecture, seed)", "Save", "PyTorch",
            "<CnnModel Include=\"digits.safetensors\" />");
        Assert.Equal(DiagnosticSeverity.Warning, outcome.Diagnostics[0].Severity);
    }

    [Fact]
    public void File_ListedUnderAnotherName_IsPointedAt() =>
        GeneratorHarness.Run(Declared.Digits, Declared.DigitsFile(name: "models/Digits.safetensors"))
            .Says("CNN0101", Place, "the project lists models/Digits.safetensors");

    [Theory]
    [InlineData("models/digits.safetensors", @"models\digits.safetensors")]
    [InlineData("models/digits.safetensors", "./models/digits.safetensors")]
    [InlineData(@".\\models\\digits.safetensors", "models/digits.safetensors")]
    public void File_IsFoundWithEitherSlash(string declared, string listed) =>
        GeneratorHarness.Run(Declared.Digits.Replace("digits.safetensors", declared), Declared.DigitsFile(name: listed)).SaysNothing();

    [Fact]
    public void File_NotNamed_IsAWarning()
    {
        var outcome = GeneratorHarness.Run(Declared.Digits.Replace("(\"digits.safetensors\")", ""));
        outcome.Says("CNN0104", "CnnModel", "13,610 learned values", "[CnnModel(\"Digits.safetensors\")]");
        Assert.Equal(DiagnosticSeverity.Warning, outcome.Diagnostics[0].Severity);
    }

    [Fact]
    public void File_ThatANetWithoutWeightsNames_IsNotMissed() =>
        GeneratorHarness.Run(Declared.Pool(attributes: "[CnnModel(\"none.safetensors\"), Input(8, 8, 1), MaxPool(2)]")).SaysNothing();

    [Fact]
    public void File_ThatCannotBeOpened_IsSaid() =>
        GeneratorHarness.Run(Declared.Digits, new InMemoryModelFile("digits.safetensors", []) { Exists = false })
            .Says("CNN0102", Place, "Could not find file");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void File_ThatIsGoneWhenItIsRead_IsSaidInOneSentence(bool hashed) =>
        GeneratorHarness.Run(
            Declared.Digits, new InMemoryModelFile("digits.safetensors", []) { Exists = false, Hash = hashed ? "a hash" : null })
            .Says("CNN0102", Place, "The weights digits.safetensors cannot be read: Could not find file");

    [Fact]
    public void File_ThatDoesNotFit_StillLeavesAClassThatCompiles()
    {
        var outcome = GeneratorHarness.Run(Declared.Digits, new InMemoryModelFile("digits.safetensors", Safetensors.Write(("0.weight", [1], [1f]))));
        Assert.Equal("CNN0103", Assert.Single(outcome.Diagnostics).Id);
        Assert.Single(outcome.Generated);
        Assert.Empty(outcome.CompilerErrors);
    }

    [Fact]
    public void File_CutOff_IsSaid() =>
        GeneratorHarness.Run(Declared.Digits, new InMemoryModelFile("digits.safetensors", Declared.DigitsFile().Bytes[..^1]))
            .Says("CNN0102", Place, "digits.safetensors", "the file is cut off");

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("this is a text and no weight file")]
    [InlineData("PK\u0003\u0004 a zip as torch.save makes")]
    public void File_OfAnotherKind_IsSaid(string content) =>
        GeneratorHarness.Run(Declared.Digits, new InMemoryModelFile("digits.safetensors", System.Text.Encoding.Latin1.GetBytes(content)))
            .Says("CNN0102", Place, "expected a safetensors file");

    [Fact]
    public void Tensors_ThatDoNotFit_AreAllSaidInOneDiagnostic()
    {
        byte[] file = Safetensors.Write(
            ("0.weight", "F32", [8, 3, 3, 1], new byte[72 * 4]), ("0.bias", "I64", [8], new byte[64]), ("4.bias", "F32", [10], NotFinite(10, 3)));
        GeneratorHarness.Run(Declared.Digits, new InMemoryModelFile("digits.safetensors", file)).Says(
            "CNN0103", Place, "do not fit the model Digits",
            "\"0.weight\": expected shape [8, 1, 3, 3]; found [8, 3, 3, 1]",
            "\"0.bias\": expected values of type F32 or F16; found I64",
            "\"4.weight\": expected it in the file with shape [10, 1352]; found no tensor of that name",
            "\"4.bias\": expected finite values; found NaN at index 3");
    }

    [Fact]
    public void Tensors_ThatNoLayerReads_MayBeAnything()
    {
        byte[] file = Safetensors.Write(
            ("0.weight", "F32", [4, 8], new byte[128]), ("0.bias", "F16", [4], new byte[8]),
            ("other", "F32", [2], NotFinite(2, 0)), ("1.num_batches_tracked", "I64", [], new byte[8]));
        GeneratorHarness.Run(
            Declared.Pool(attributes: "[CnnModel(\"digits.safetensors\"), Input(8), Dense(4)]"), new InMemoryModelFile("digits.safetensors", file))
            .SaysNothing();
    }

    [Fact]
    public void ManyTensors_ThatDoNotFit_AreCounted()
    {
        string layers = string.Concat(Enumerable.Repeat(", Dense(8)", 8));
        byte[] file = Safetensors.Write(("other", [1], [1f]));
        GeneratorHarness.Run(
            Declared.Pool(attributes: $"[CnnModel(\"digits.safetensors\"), Input(8){layers}]"), new InMemoryModelFile("digits.safetensors", file))
            .Says("CNN0103", Place, "\"4.bias\"", "6 more tensors do not fit");
    }

    [Fact]
    public void BrokenBytes_NeverThrow()
    {
        byte[] good = Declared.DigitsFile().Bytes[..1200];
        var bytes = Gen.OneOf(
            Gen.Byte.Array[0, 300],
            Gen.Select(Gen.Int[0, 330], Gen.Byte).Array[1, 8].Select(changes =>
            {
                byte[] changed = (byte[])Declared.DigitsFile().Bytes.Clone();
                foreach (var (at, value) in changes)
                    changed[at] = value;
                return changed;
            }),
            Gen.Int[0, good.Length].Select(length => good[..length]));
        bytes.Sample(
            content =>
            {
                var outcome = GeneratorHarness.Run(Declared.Digits, new InMemoryModelFile("digits.safetensors", content));
                Assert.Null(outcome.Exception);
                Assert.All(outcome.Diagnostics, diagnostic => Assert.Contains(diagnostic.Id, (string[])["CNN0102", "CNN0103"]));
            },
            iter: 300, threads: 1);
    }

    private static byte[] NotFinite(int count, int at)
    {
        byte[] values = new byte[count * 4];
        BitConverter.GetBytes(float.NaN).CopyTo(values, at * 4);
        return values;
    }
}
