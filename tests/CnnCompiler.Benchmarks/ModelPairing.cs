using CnnCompiler.Oracle.Models;
using CnnCompiler.Oracle.Onnx;
using CnnCompiler.Testing.Models;
using Google.Protobuf;

namespace CnnCompiler.Benchmarks;

/// <summary>Pairs a model file, compiled in memory, with the same file in ONNX Runtime (a float16 model with its copy widened to float32).</summary>
internal static class ModelPairing
{
    private const string ClassName = "Measured";

    /// <summary>Compiles a file.</summary>
    /// <exception cref="InvalidOperationException">It is not compiled; the message says why.</exception>
    public static Pairing Of(FileInfo file)
    {
        byte[] bytes = File.ReadAllBytes(file.FullName);
        // Code that can be unloaded would be slower.
        using var batch = ModelBatch.Compile(new ModelEntry(ClassName, bytes), collectible: false);
        var model = batch[ClassName].Required;
        var (inputs, outputs) = (model.NewInputs(), model.NewOutputs());
        for (int index = 0; index < inputs.Length; index++)
            RandomInputs.Of(inputs[index].Info, index + 1).CopyTo(inputs[index]);
        var given = inputs.ToDictionary(input => input.Info.Name, TensorData.Of, StringComparer.Ordinal);
        var reference = new BoundSession(
            ModelVerifier.Reference(ModelProto.Parser.ParseFrom(bytes), model.Info).ToByteArray(), ModelVerifier.Widened(given), model.Info.Outputs.ToArray());
        model.Run(inputs, outputs);
        reference.Run();
        double difference = reference.Outputs().Zip(outputs, (expected, actual) => OutputDifference.Of(expected, TensorData.Of(actual)).Relative).DefaultIfEmpty().Max();
        return new Pairing(
            Path.GetFileNameWithoutExtension(file.Name), model.Info.MultiplyAdds, 1, string.Join(", ", inputs.Select(input => string.Join('x', input.Info.Shape.ToArray()))),
            () => model.Run(inputs, outputs), null, null, reference.Run, difference, reference);
    }
}
