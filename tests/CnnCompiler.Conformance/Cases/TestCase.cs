using CnnCompiler.Oracle.Models;
using CnnCompiler.Oracle.Onnx;
using Google.Protobuf;

namespace CnnCompiler.Conformance.Cases;

/// <summary>One data set of a case, its model ready to be compiled.</summary>
/// <param name="Model">The model, the constants it needs put in and free axes pinned.</param>
/// <param name="Inputs">The other inputs by their names.</param>
/// <param name="Outputs">What must come out, in the model's order; null for an output that the case has no values of.</param>
internal sealed record TestCase(byte[] Model, IReadOnlyDictionary<string, TensorData> Inputs, IReadOnlyList<TensorData?> Outputs)
{
    /// <summary>Reads the data sets of a case.</summary>
    /// <param name="folder">The folder with <c>model.onnx</c> and <c>test_data_set_*</c>.</param>
    /// <exception cref="NotSupportedException">A tensor is of a type that no compiled model has.</exception>
    /// <exception cref="InvalidDataException">A file is not what it should be.</exception>
    public static IReadOnlyList<TestCase> Read(string folder)
    {
        var model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(Subjects.ModelOf(folder)));
        string[] sets = [.. Directory.EnumerateDirectories(folder, "test_data_set_*").Order(StringComparer.Ordinal)];
        if (sets.Length == 0)
            throw new InvalidDataException("the case has no test_data_set_* folder");
        return [.. sets.Select(set => Read(model.Clone(), set))];
    }

    private static TestCase Read(ModelProto model, string set)
    {
        var inputs = new Dictionary<string, TensorData>(StringComparer.Ordinal);
        ValueInfoProto[] declared = [.. model.RunTimeInputs()];
        for (int index = 0; index < declared.Length; index++)
        {
            // An optional input that is not given has no file.
            if (ReadTensor(set, "input", index, declared[index]) is not { } value)
                continue;
            inputs.Add(declared[index].Name, value);
            declared[index].Pin(value.Shape);
        }
        var constants = ConstantInputs.Of(model);
        foreach (var (name, value) in inputs.Where(input => constants.Contains(input.Key)).ToArray())
        {
            model.Graph.Initializer.Add(value.ToProto(name));
            model.Graph.Input.Remove(model.Graph.Input.Single(input => input.Name == name));
            inputs.Remove(name);
            // Before IR version 4 every initializer had to be an input too.
            model.IrVersion = Math.Max(model.IrVersion, 4);
        }
        return new TestCase(model.ToByteArray(), inputs, [.. model.Graph.Output.Select((output, index) => ReadTensor(set, "output", index, output))]);
    }

    private static TensorData? ReadTensor(string set, string kind, int index, ValueInfoProto declared)
    {
        string file = Path.Combine(set, FormattableString.Invariant($"{kind}_{index}.pb"));
        if (!File.Exists(file))
            return null;
        if (declared.Type?.TensorType is null)
            throw new NotSupportedException($"{kind} '{declared.Name}' is no tensor");
        return TensorData.Of(TensorProto.Parser.ParseFrom(File.ReadAllBytes(file)));
    }
}
