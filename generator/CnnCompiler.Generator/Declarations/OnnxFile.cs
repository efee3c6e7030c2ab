using CnnCompiler.Generator.Diagnostics;
using CnnCompiler.Generator.Emit;
using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Onnx;
using CnnCompiler.Generator.Weights;
using CnnCompiler.Weights;

namespace CnnCompiler.Generator.Declarations;

/// <summary>Compiles a class that is a whole ONNX model, and says what stands in the way.</summary>
internal static class OnnxFile
{
    public static ModelFile Compile(CheckedModel model, OnnxDeclaration onnx, Func<string, Stream> open, CancellationToken cancellation)
    {
        var declaration = model.Declaration;
        if (!model.Compiles)
            return new ModelFile(declaration.HintName, "", EquatableArray.Of<Problem>());
        string stub = AbsentModelFile.Write(declaration.Target, declaration.WeightFile!, declaration.FeatureMaps);
        if (model.ModelPath is not { } path)
            return new ModelFile(declaration.HintName, stub, EquatableArray.Of<Problem>());
        try
        {
            using var stream = open(path);
            var dimensions = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var pinned in onnx.Dimensions)
                dimensions[pinned.Name] = pinned.Length;
            var import = GraphImporter.Import(OnnxReader.Read(stream, declaration.WeightFile!, OpenBeside), dimensions, cancellation);
            if (import.Graph is null)
                return Refused(import.Problems.Select(problem => Tell(problem, declaration.WeightFile!)));
            if (import.Graph.Inputs.Count + import.Graph.Outputs.Count > MostTensors)
                return Refused([Unsound($"expected at most {MostTensors} inputs and outputs; found {import.Graph.Inputs.Count + import.Graph.Outputs.Count}.")]);
            if (declaration.Target.NativeExport is not null && !IsFloatToFloat(import))
                return Refused([new Problem(Descriptors.UnsuitableNativeExport, ProblemPlace.Model, declaration.WeightFile!, Interface(import))]);
            if (declaration.FeatureMaps && import.Maps.Count > MostTensors)
                return Refused([new Problem(
                    Descriptors.NoFeatureMaps, ProblemPlace.Model, declaration.Target.Name, $"{import.Maps.Count} values are more than the {MostTensors} that can be offered")]);
            var beside = RequireFinite(stream, declaration.WeightFile!, import, OpenBeside, cancellation);
            var weights = model.Weights! with { Beside = model.Companions.Where(file => beside.Contains(file.Location)).Select(Embedded).Distinct().ToEquatableArray() };
            var image = onnx.Image is null ? null : ImageOf(onnx.Image, import);
            return new ModelFile(
                declaration.HintName, ModelCompiler.Compile(import, onnx.TakesChannelsLast, image, declaration.Target, weights, declaration.IsExact, declaration.FeatureMaps),
                EquatableArray.Of<Problem>());
        }
        catch (DeclarationException problem)
        {
            return Refused([new Problem(Descriptors.UnsuitableImage, ProblemPlace.Model, declaration.WeightFile!, problem.Message)]);
        }
        catch (Exception fault) when (fault is OnnxException or WeightException or IOException or UnauthorizedAccessException)
        {
            return Refused([Unsound(fault.Message)]);
        }

        Stream? OpenBeside(string location) => model.Companions.FirstOrDefault(file => file.Location == location) is { } found ? open(found.Path) : null;
        ModelFile Refused(IEnumerable<Problem> problems) => new(declaration.HintName, stub, problems.ToEquatableArray());
        Problem Unsound(string message) => new(
            Descriptors.UnreadableModel, ProblemPlace.Model, declaration.WeightFile!, WithoutName(message, declaration.WeightFile!));
    }

    /// <summary>The most inputs and outputs: each is a parameter of Predict, and with its workspace C# and the runtime want fewer than 64 Ki.</summary>
    public const int MostTensors = 1000;

    private static Problem Tell(OnnxProblem problem, string file) => problem.Kind switch
    {
        OnnxProblemKind.UnsupportedOperator => new(Descriptors.UnsupportedOperator, ProblemPlace.Model, file, problem.Subject, problem.Text),
        OnnxProblemKind.FreeDimension => new(Descriptors.FreeDimension, ProblemPlace.Model, file, problem.Subject, problem.Text),
        OnnxProblemKind.UnknownDimension => new(Descriptors.UnknownDimension, ProblemPlace.Model, file, problem.Subject, problem.Text),
        _ => new(Descriptors.UnreadableModel, ProblemPlace.Model, file, $"input {ImportSite.Quote(problem.Subject)}: {problem.Text}"),
    };

    private static bool IsFloatToFloat(OnnxImport import) =>
        import is { Inputs: [{ DataType: OnnxTensor.Float32 }], Outputs: [{ DataType: OnnxTensor.Float32 }] };

    private static string Interface(OnnxImport import)
    {
        return $"{Ports(import.Inputs)} -> {Ports(import.Outputs)}";

        static string Ports(IEnumerable<OnnxPort> ports) =>
            string.Join(", ", ports.Select(port => $"{port.Name}: {OnnxTensor.TypeName(port.DataType)}[{string.Join("x", port.Shape)}]"));
    }

    private static EmbeddedCompanion Embedded(CompanionFile file) => new(file.Location, file.ResourceName);

    /// <summary>Looks at all weights, and finds the other files that hold some.</summary>
    private static HashSet<string> RequireFinite(Stream stream, string fileName, OnnxImport import, Func<string, Stream?> openBeside, CancellationToken cancellation)
    {
        stream.Position = 0;
        var index = TensorIndex.Open(stream, fileName);
        var beside = new HashSet<string>(StringComparer.Ordinal);
        foreach (var tensor in StoredTensors.Of(import.Graph!))
        {
            cancellation.ThrowIfCancellationRequested();
            bool isReal = tensor.StoredAs == ElementType.Float32;
            var entry = isReal ? index.Require(tensor.Name, [.. tensor.Axes]) : index.RequireBytes(tensor.Name, [.. tensor.Axes]);
            using var other = entry.ExternalFile is { } file ? openBeside(file) : null;
            if (entry.ExternalFile is not null)
                beside.Add(entry.ExternalFile);
            if (isReal)
                index.RequireFinite(other ?? stream, 0, entry);
        }
        return beside;
    }

    /// <summary>What bytes mean to the model's one image.</summary>
    /// <exception cref="DeclarationException">The model has none, or the scaling does not fit it.</exception>
    private static ByteScaling ImageOf(AttributeValues image, OnnxImport import)
    {
        if (import.Graph!.Inputs is not [{ Type: { IsMap: true, Rank: 4, Batch: 1, Length: > 0 } type }])
            throw new DeclarationException(
                $"bytes can only stand for one float input of 1 x channels x height x width; found {string.Join(", ", import.Graph.Inputs.Select(input => $"{input.Name}: {input.Type}"))}.");
        var input = LayerFactory.MakeInput(new AttributeValues(nameof(Input), EquatableArray.Of<object?>(type.Height, type.Width, type.Channels), image.Named))
            ?? throw new DeclarationException("one of its properties is unknown to this version of the compiler.");
        _ = input.Shape;
        var scaling = Enumerable.Range(0, type.Channels).Select(input.ByteScaling).ToArray();
        return new ByteScaling([.. scaling.Select(channel => channel.Factor)], [.. scaling.Select(channel => channel.Summand)], input.Order == ChannelOrder.Bgr);
    }

    /// <summary>The diagnostics begin with the file's name themselves.</summary>
    private static string WithoutName(string message, string file) =>
        message.StartsWith(file + ": ", StringComparison.Ordinal) ? message.Substring(file.Length + 2) : message;
}
