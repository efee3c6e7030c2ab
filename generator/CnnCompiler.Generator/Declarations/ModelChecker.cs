using System.Collections.Immutable;
using System.Globalization;
using CnnCompiler.Generator.Diagnostics;
using CnnCompiler.Generator.Weights;

namespace CnnCompiler.Generator.Declarations;

/// <summary>Checks a declaration, and the weight file against it.</summary>
internal static class ModelChecker
{
    public static ReviewedModel Check(DeclaredModel source, ImmutableArray<WeightFileSummary> files, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var declaration = source.Declaration;
        var problems = ImmutableArray.CreateBuilder<Problem>();
        problems.AddRange(declaration.Problems.Items);
        if (declaration.Onnx is not null)
            return CheckOnnx(source, files, problems);
        Architecture? architecture = null;
        EmbeddedWeights? weights = null;
        try
        {
            if (declaration.Input != null && declaration.Layers.Count > 0)
                architecture = Build(declaration, problems);
            if (architecture != null && problems.Count == 0)
                weights = CheckWeights(declaration, architecture, files, problems);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            problems.Add(ModelFile.Fault(declaration.Target, failure));
            architecture = null;
        }
        bool compiles = architecture != null && declaration.Problems.Count == 0;
        return new ReviewedModel(new CheckedModel(declaration, weights, compiles), new(problems.ToImmutable()), source);
    }

    /// <summary>Looks for the ONNX model that a class becomes. What is in it is found out when it is compiled.</summary>
    private static ReviewedModel CheckOnnx(DeclaredModel source, ImmutableArray<WeightFileSummary> files, ImmutableArray<Problem>.Builder problems)
    {
        var declaration = source.Declaration;
        string wanted = declaration.WeightFile!;
        var file = files.FirstOrDefault(candidate => WeightFileItem.SameName(candidate.Name, wanted));
        if (file == null)
            problems.Add(new Problem(Descriptors.NoModelFile, ProblemPlace.Model, wanted, declaration.Target.Name, Likely(wanted, files)));
        else if (file.Problem is { } unreadable)
            problems.Add(new Problem(Descriptors.UnreadableModel, ProblemPlace.Model, wanted, unreadable));
        var weights = file is { Problem: null } ? new EmbeddedWeights(wanted, file.ResourceName, file.Checksum, file.IsOnnx) : null;
        var model = new CheckedModel(declaration, weights, Compiles: declaration.Problems.Count == 0) { ModelPath = weights == null ? null : file!.Path };
        return new ReviewedModel(model, new(problems.ToImmutable()), source);
    }

    /// <summary>The net of a declaration; null, with the problems told, where it cannot work.</summary>
    public static Architecture? Build(ModelDeclaration declaration, ICollection<Problem> problems)
    {
        var layers = new List<Layer>();
        Input? input = null;
        try
        {
            input = LayerFactory.MakeInput(declaration.Input!);
            if (input == null)
                problems.Add(new Problem(Descriptors.UnknownAttribute, ProblemPlace.Input, declaration.Input!.Type));
            for (int index = 0; index < declaration.Layers.Count; index++)
                if (Make(declaration.Layers[index], index) is { } layer)
                    layers.Add(layer);
                else
                    problems.Add(new Problem(Descriptors.UnknownAttribute, ProblemPlace.Layer, index, EquatableArray.Of(declaration.Layers[index].Type)));
            return input == null || layers.Count < declaration.Layers.Count ? null : new Architecture(input, [.. layers]);
        }
        catch (DeclarationException problem) when (problem.Layer >= 0)
        {
            problems.Add(new Problem(Descriptors.InvalidLayer, ProblemPlace.Layer, problem.Layer, EquatableArray.Of(
                problem.Layer.ToString(CultureInfo.InvariantCulture), declaration.Layers[problem.Layer].Type, problem.Message)));
        }
        catch (DeclarationException problem)
        {
            problems.Add(new Problem(Descriptors.InvalidInput, ProblemPlace.Input, problem.Message));
        }
        return null;
    }

    private static Layer? Make(AttributeValues values, int index)
    {
        try
        {
            return LayerFactory.Make(values);
        }
        catch (DeclarationException problem)
        {
            throw new DeclarationException(problem.Message, index);
        }
    }

    private static EmbeddedWeights? CheckWeights(
        ModelDeclaration declaration, Architecture architecture, ImmutableArray<WeightFileSummary> files, ICollection<Problem> problems)
    {
        var parameters = architecture.Parameters;
        if (parameters.Count == 0)
            return null;
        string name = declaration.Target.Name;
        if (declaration.WeightFile is not { } wanted)
        {
            long values = parameters.Sum(parameter => parameter.Length);
            problems.Add(new Problem(Descriptors.NoWeightsNamed, ProblemPlace.Model, name, values.ToString("N0", CultureInfo.InvariantCulture)));
            return null;
        }
        var file = files.FirstOrDefault(candidate => WeightFileItem.SameName(candidate.Name, wanted));
        if (file == null)
            problems.Add(new Problem(Descriptors.NoWeightFile, ProblemPlace.Model, wanted, name, Likely(wanted, files)));
        else if (file.Problem is { } unreadable)
            problems.Add(new Problem(Descriptors.UnreadableWeights, ProblemPlace.Model, wanted, unreadable));
        else if (file.Misfits(parameters) is { Count: > 0 } misfits)
            problems.Add(new Problem(Descriptors.WeightsDoNotFit, ProblemPlace.Model, wanted, name, string.Join(" ", misfits)));
        else
            return new EmbeddedWeights(wanted, file.ResourceName, file.Checksum, file.IsOnnx);
        return null;
    }

    private static string Likely(string wanted, ImmutableArray<WeightFileSummary> files)
    {
        string fileName = Path.GetFileName(wanted.Replace('\\', '/'));
        var likely = files.FirstOrDefault(file => string.Equals(Path.GetFileName(file.Name.Replace('\\', '/')), fileName, StringComparison.OrdinalIgnoreCase));
        return likely == null ? "" : $"; the project lists {likely.Name}, which must be named here just so";
    }
}
