using System.Globalization;
using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Onnx;
using CnnCompiler.Generator.Passes;
using Xunit.Abstractions;

namespace CnnCompiler.Generator.Tests.Onnx;

/// <summary>Real models and the standard's cases become graphs.</summary>
public class SharedModelTests(ITestOutputHelper output)
{
    [SharedFact("models")]
    public void RealModels_AreImported()
    {
        string[] files = Directory.GetFiles(SharedData.Models, "*.onnx");
        Assert.NotEmpty(files);
        foreach (string file in files)
        {
            using var stream = File.OpenRead(file);
            var model = OnnxReader.Read(stream, Path.GetFileName(file));
            var import = GraphImporter.Import(model, new Dictionary<string, int>());
            Assert.Empty(import.Problems);
            var optimised = PassPipeline.Run(import.Graph!);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{Path.GetFileName(file)}: opset {model.Opset}, {model.Nodes.Count} nodes in the file, {import.Graph!.Nodes.Count} in the graph, {optimised.Nodes.Count} after the passes, {import.Layers.Sum(layer => layer.MultiplyAdds) / 1e6:N1} M multiply-adds"));
            if (Environment.GetEnvironmentVariable("PRINT_GRAPHS") is not null)
                output.WriteLine(GraphPrinter.Print(optimised));
        }
    }

    [SharedFact("cases")]
    public void StandardCases_AreImported()
    {
        int cases = 0;
        var failures = new List<string>();
        foreach (string folder in Directory.GetDirectories(SharedData.Cases).SelectMany(Directory.GetDirectories).Order(StringComparer.Ordinal))
        {
            cases++;
            try
            {
                var problems = Import(folder);
                failures.AddRange(problems.Select(problem => $"{Path.GetFileName(folder)}: {problem.Subject} {problem.Text}"));
            }
            catch (OnnxException fault)
            {
                failures.Add($"{Path.GetFileName(folder)}: {fault.Message}");
            }
        }
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{cases} cases, {failures.Count} not imported"));
        foreach (string failure in failures)
            output.WriteLine(failure);
        // The four that drop values at random are training.
        Assert.True(failures.Count <= 4, string.Join('\n', failures));
    }

    [SharedFact("models")]
    public void RealModels_BecomeCodeThatCompiles()
    {
        foreach (string file in Directory.GetFiles(SharedData.Models, "*.onnx"))
        {
            var outcome = OnnxProject.Run(File.ReadAllBytes(file));
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{Path.GetFileName(file)}: {outcome.Generated.Sum(text => text.Length)} characters {string.Join("; ", outcome.Diagnostics.Select(d => d.GetMessage(CultureInfo.InvariantCulture)))}"));
            outcome.Compiles();
            // The limit on generated source is 2 MB.
            Assert.InRange(outcome.Generated[0].Length, 1, 2_000_000);
        }
    }

    /// <summary>Imports a case with all inputs but the first as constants where its operator needs them so.</summary>
    private static IReadOnlyList<OnnxProblem> Import(string folder)
    {
        byte[] bytes = File.ReadAllBytes(Path.Combine(folder, "model.onnx"));
        var problems = Import(bytes, out var model);
        for (int index = model.Inputs.Count - 1; index >= 0 && problems.Count > 0; index--)
        {
            string path = Path.Combine(folder, "test_data_set_0", $"input_{index}.pb");
            if (File.Exists(path))
                problems = Import(bytes = OnnxBytes.WithInitializer(bytes, model.Inputs[index].Name, File.ReadAllBytes(path)), out _);
        }
        return problems;
    }

    private static IReadOnlyList<OnnxProblem> Import(byte[] bytes, out OnnxModel model)
    {
        model = OnnxReader.Read(new MemoryStream(bytes), "model.onnx");
        return GraphImporter.Import(model, new Dictionary<string, int>()).Problems;
    }
}
