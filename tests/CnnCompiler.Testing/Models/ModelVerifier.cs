using CnnCompiler.Inference;
using CnnCompiler.Oracle.Models;
using CnnCompiler.Oracle.Onnx;
using Google.Protobuf;

namespace CnnCompiler.Testing.Models;

/// <summary>Compares compiled models with ONNX Runtime, and finds the first node whose value differs.</summary>
/// <remarks>
/// A model in float16 is compared with ONNX Runtime on a copy widened to float32, because that is what is compiled.
/// <code>
/// [Fact]
/// public void FaceDetector_ComputesWhatItsFileSays() => ModelVerifier.Verify&lt;FaceDetector&gt;("face.onnx");
/// </code>
/// </remarks>
public static class ModelVerifier
{
    /// <summary>Compares a compiled class with the file it was compiled from.</summary>
    /// <typeparam name="TModel">The class.</typeparam>
    /// <param name="modelFile">The ONNX file.</param>
    /// <param name="options">Inputs and tolerance; null for random inputs and 1e-4.</param>
    /// <exception cref="VerificationException">They differ; the message names the first node whose value differs, and by how much.</exception>
    public static void Verify<TModel>(string modelFile, VerificationOptions? options = null)
        where TModel : IModel<TModel>
    {
        var report = Compare(File.ReadAllBytes(modelFile), TensorModel.Of<TModel>(), options ?? new VerificationOptions());
        if (!report.Agrees)
            throw new VerificationException(report);
    }

    /// <summary>Compiles a model and compares it.</summary>
    /// <param name="model">The bytes of an ONNX file.</param>
    /// <param name="options">Inputs and tolerance; null for random inputs and 1e-4.</param>
    public static VerificationReport Compare(byte[] model, VerificationOptions? options = null)
    {
        options ??= new VerificationOptions();
        using var batch = ModelBatch.Compile(Entry(model, options));
        var outcome = batch[ClassName];
        return outcome.Refusals.Count > 0 ? new VerificationReport { Refusals = outcome.Refusals } : Compare(model, outcome.Required, options);
    }

    /// <summary>Compares a compiled model with its file.</summary>
    /// <param name="model">The bytes of an ONNX file.</param>
    /// <param name="compiled">What it was compiled to.</param>
    /// <param name="options">Inputs and tolerance.</param>
    public static VerificationReport Compare(byte[] model, TensorModel compiled, VerificationOptions options)
    {
        var inputs = new Dictionary<string, TensorData>(StringComparer.Ordinal);
        int seed = options.Seed;
        foreach (var info in compiled.Info.Inputs)
            inputs.Add(info.Name, options.Inputs.GetValueOrDefault(info.Name) ?? RandomInputs.Of(info, seed++));
        var reference = Reference(ModelProto.Parser.ParseFrom(model), compiled.Info);
        var expected = OnnxReference.Run(reference.ToByteArray(), Widened(inputs));
        var actual = compiled.Run(inputs);
        if (actual.Count != expected.Count)
            return new VerificationReport { LargestDifference = double.PositiveInfinity, Output = $"expected {expected.Count} outputs, found {actual.Count}", FirstNode = "" };
        var differences = actual.Select((output, index) => OutputDifference.Of(expected[index], output)).ToArray();
        double largest = differences.Length == 0 ? 0 : differences.Max(difference => difference.Relative);
        int wrong = Array.FindIndex(differences, difference => !(difference.Relative <= options.Tolerance));
        if (wrong < 0)
            return new VerificationReport { LargestDifference = largest };
        string name = reference.Graph.Output[wrong].Name;
        return new VerificationReport
        {
            LargestDifference = largest,
            Output = $"output '{name}': {differences[wrong].Text}",
            FirstNode = new NodeSearch(Pinned(ModelProto.Parser.ParseFrom(model), compiled.Info), reference, inputs, options.Tolerance, Run).Find(name),
        };

        TensorData? Run(ModelProto cut)
        {
            using var batch = ModelBatch.Compile(new ModelEntry(ClassName, cut.ToByteArray()));
            return batch[ClassName].Model?.Run(inputs)[0];
        }
    }

    /// <summary>The name of the classes that are compiled here.</summary>
    private const string ClassName = "VerifiedModel";

    /// <summary>A model as a class, its free axes pinned as the options say.</summary>
    private static ModelEntry Entry(byte[] model, VerificationOptions options) =>
        new(ClassName, model, [.. options.Dimensions.Select(pin => FormattableString.Invariant($"[Dimension(\"{pin.Key}\", {pin.Value})]"))]);

    /// <summary>The inputs in float32 where they are float16.</summary>
    public static Dictionary<string, TensorData> Widened(IReadOnlyDictionary<string, TensorData> inputs) =>
        inputs.ToDictionary(input => input.Key, input => input.Value.Widened(), StringComparer.Ordinal);

    /// <summary>The model that ONNX Runtime is given: its free axes pinned as they were compiled, float16 widened to float32.</summary>
    /// <param name="model">The model.</param>
    /// <param name="info">What it was compiled to.</param>
    public static ModelProto Reference(ModelProto model, ModelInfo info)
    {
        model = Pinned(model, info);
        return ModelEditing.HasFloat16(model) ? ModelEditing.Widened(model) : model;
    }

    private static ModelProto Pinned(ModelProto model, ModelInfo info)
    {
        var shapes = info.Inputs.ToArray().ToDictionary(input => input.Name, input => input.Shape.ToArray(), StringComparer.Ordinal);
        foreach (var input in model.RunTimeInputs())
            if (shapes.TryGetValue(input.Name, out int[]? shape))
                input.Pin(shape);
        // What the file says of other shapes may hold the free axes that are now pinned.
        model.Graph.ValueInfo.Clear();
        foreach (var output in model.Graph.Output)
            if (output.Type?.TensorType is { } type)
                type.Shape = null;
        return model;
    }
}
