using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;

namespace CnnCompiler.Generator.Onnx.Importers;

/// <summary>Normalisations.</summary>
internal static class Normalizations
{
    public static void Register(OperatorTable table)
    {
        table.AddAll("BatchNormalization", Batch);
        table.Add("InstanceNormalization", site => site.Add(new InstanceNormalization(site.Number("epsilon", 1e-5f)), site.Input(0), site.Input(1), site.Input(2)));
        table.Add("GroupNormalization", site => site.Add(
            new GroupNormalization(ImportSite.Small(site.Integer("num_groups"), "num_groups", 1), site.Number("epsilon", 1e-5f)),
            site.Input(0), site.Input(1), site.Input(2)));
        table.AddAll("LayerNormalization", Layer);
        table.Add("RMSNormalization", site => site.Add(
            new LayerNormalization(ImportSite.Axis(site.Integer("axis", -1), site.Input(0).Type.Rank), site.Number("epsilon", 1e-5f)) { KeepsMean = true },
            site.Input(0), site.Input(1)));
        table.Add("LRN", site => site.Add(
            new LocalResponseNormalization(
                ImportSite.Small(site.Integer("size"), "size", 1), site.Number("alpha", 0.0001f), site.Number("beta", 0.75f), site.Number("bias", 1)),
            site.Input(0)));
        table.Add("LpNormalization", site => site.Add(
            new LpNormalization(ImportSite.Axis(site.Integer("axis", -1), site.Input(0).Type.Rank), ImportSite.Small(site.Integer("p", 2), "p", 1)), site.Input(0)));
        table.Add("MeanVarianceNormalization", site => site.Add(
            new MeanVarianceNormalization(ImportSite.Axes(site.List("axes") ?? [0, 2, 3], site.Input(0).Type.Rank).ToEquatableArray()), site.Input(0)));
    }

    private static IReadOnlyList<Value> Batch(ImportSite site)
    {
        var x = site.Input(0);
        Value[] parameters = [site.Input(1), site.Input(2), site.Input(3), site.Input(4)];
        float epsilon = site.Number("epsilon", 1e-5f);
        // Before opset 14 the mode showed in the outputs that were asked for, before opset 7 in is_test, too.
        bool trains = site.Opset >= 14 ? site.Flag("training_mode") : site.Wants(1) && !(site.Opset < 7 && site.Flag("is_test"));
        if (trains)
            return site.AddAll(new BatchNormalizationTraining(epsilon, site.Number("momentum", 0.9f)), [x, .. parameters]);
        bool perElement = site.Opset < 9 && !site.Flag("spatial", fallback: true);
        if (x.Type.Rank < 2)
            throw new OnnxException($"expected an operand with batch and channels; found {x.Type}");
        if (!perElement && parameters.Any(parameter => parameter.Type.Length != x.Type.Channels))
            throw new OnnxException($"expected one value for each of the {x.Type.Channels} channels of {x.Type}; found {string.Join(", ", parameters.Select(parameter => parameter.Type))}");
        if (!perElement && x.Type is { Element: ElementType.Float32, Rank: >= 2 and <= 4, Length: > 0 }
            && parameters.All(parameter => parameter.IsConstant && parameter.Type.Element == ElementType.Float32))
            return [site.Add(new BatchNormalization(epsilon), [x, .. parameters])];

        int[] shape = [.. x.Type.Shape.Select((length, axis) => axis == 1 || (perElement && axis > 0) ? length : 1)];
        var (scale, bias, mean, variance) = (Shaped(0), Shaped(1), Shaped(2), Shaped(3));
        var deviation = Apply(PointwiseFunction.SquareRoot, Apply(PointwiseFunction.Add, variance, ImportSite.Scalar(variance.Type.Element, epsilon)));
        var normalised = Apply(PointwiseFunction.Divide, Apply(PointwiseFunction.Subtract, x, mean), deviation);
        return [Apply(PointwiseFunction.Add, Apply(PointwiseFunction.Multiply, normalised, scale), bias)];

        Value Shaped(int index) => site.Reshape(parameters[index], shape);
        Value Apply(PointwiseFunction function, params Value[] operands) => site.Add(new Pointwise(function), operands);
    }

    private static IReadOnlyList<Value> Layer(ImportSite site)
    {
        var x = site.Input(0);
        var op = new LayerNormalization(ImportSite.Axis(site.Integer("axis", -1), x.Type.Rank), site.Number("epsilon", 1e-5f));
        return site.Optional(2) is { } bias ? site.AddAll(op, x, site.Input(1), bias) : site.AddAll(op, x, site.Input(1));
    }
}
