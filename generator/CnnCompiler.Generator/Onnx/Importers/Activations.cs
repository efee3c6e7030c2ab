using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;

namespace CnnCompiler.Generator.Onnx.Importers;

/// <summary>Activations, softmax and its relatives, and dropout.</summary>
internal static class Activations
{
    public static void Register(OperatorTable table)
    {
        table.Add("Relu", site => Activate(site, new Activation(ActivationKind.ReLU), new Pointwise(PointwiseFunction.Relu)));
        table.Add("LeakyRelu", site => Activate(
            site, new Activation(ActivationKind.LeakyReLU, site.Number("alpha", 0.01f)), new Pointwise(PointwiseFunction.LeakyRelu, site.Number("alpha", 0.01f))));
        table.Add("Sigmoid", site => Activate(site, new Activation(ActivationKind.Sigmoid), new Pointwise(PointwiseFunction.Sigmoid)));
        table.Add("Tanh", site => Activate(site, new Activation(ActivationKind.Tanh), new Pointwise(PointwiseFunction.Tanh)));
        table.Add("Clip", Clip);
        Parametrised(table, "Elu", PointwiseFunction.Elu, ("alpha", 1));
        Parametrised(table, "Celu", PointwiseFunction.Celu, ("alpha", 1));
        Parametrised(table, "ThresholdedRelu", PointwiseFunction.ThresholdedRelu, ("alpha", 1));
        Parametrised(table, "HardSigmoid", PointwiseFunction.HardSigmoid, ("alpha", 0.2f), ("beta", 0.5f));
        // The standard's numbers: float32 values of 1.67326319217681884765625 and 1.05070102214813232421875; opset 1 to 5 had four digits.
        Parametrised(table, "Selu", PointwiseFunction.Selu, ("alpha", 1.67326319217681884765625f), ("gamma", 1.05070102214813232421875f));
        Parametrised(table, "Shrink", PointwiseFunction.Shrink, ("bias", 0), ("lambd", 0.5f));
        Parametrised(table, "Swish", PointwiseFunction.Swish, ("alpha", 1));
        table.Add("Gelu", site => site.Add(
            new Pointwise(site.Choice("approximate", "none", "none", "tanh") == "tanh" ? PointwiseFunction.GeluTanh : PointwiseFunction.Gelu), site.Input(0)));
        table.Add("PRelu", site => site.Known(site.Input(1)) is { Values: float[] and [var slope] } && IsMapOrFeatures(site.Input(0)) && site.Input(1).Type.Rank <= site.Input(0).Type.Rank
            ? site.Add(new Activate(new Activation(ActivationKind.LeakyReLU, slope)), site.Input(0))
            : site.Add(new Pointwise(PointwiseFunction.PRelu), site.Input(0), Slope(site)));
        table.Add("Softmax", site => Along(site, SoftmaxKind.Softmax));
        table.Add("LogSoftmax", site => Along(site, SoftmaxKind.LogSoftmax));
        table.Add("Hardmax", site => Along(site, SoftmaxKind.Hardmax));
        table.AddAll("Dropout", Drop);
    }

    private static void Parametrised(OperatorTable table, string name, PointwiseFunction function, params (string Name, float Fallback)[] parameters) =>
        table.Add(name, site => site.Add(
            new Pointwise(function, [.. parameters.Select(parameter => (double)site.Number(parameter.Name, parameter.Fallback))]), site.Input(0)));

    /// <summary>An activation in the form that fits maps and features, or in that for every shape and type.</summary>
    private static Value Activate(ImportSite site, Activation activation, Pointwise general)
    {
        var x = site.Input(0);
        return site.Add(IsMapOrFeatures(x) ? new Activate(activation) : general, x);
    }

    private static bool IsMapOrFeatures(Value x) => !x.IsConstant && x.Type is { Element: ElementType.Float32, Rank: >= 2 and <= 4, Length: > 0 };

    private static Value Clip(ImportSite site)
    {
        var x = site.Input(0);
        // A bound that is left out is the type's last finite value, so that an infinity is cut there.
        double furthest = x.Type.Element == ElementType.Float64 ? double.MaxValue : float.MaxValue;
        if (site.Opset < 11)
            return Clip(site, x, site.Has("min") ? site.Number("min", 0) : -furthest, site.Has("max") ? site.Number("max", 0) : furthest);
        var (low, high) = (site.Optional(1), site.Optional(2));
        if (x.Type.Element == ElementType.Float32 && IsKnown(low, out double least, -furthest) && IsKnown(high, out double most, furthest))
            return Clip(site, x, least, most);
        // A minimum alone is a maximum, and the other way round.
        var result = x;
        if (low is not null)
            result = site.Add(new Pointwise(PointwiseFunction.Maximum), result, low);
        if (high is not null)
            result = site.Add(new Pointwise(PointwiseFunction.Minimum), result, high);
        return result == x ? site.Add(new Pointwise(PointwiseFunction.Identity), x) : result;

        bool IsKnown(Value? bound, out double value, double fallback)
        {
            value = fallback;
            if (bound is null)
                return true;
            if (site.Known(bound) is not { Values.Length: 1 } known)
                return false;
            value = known.Doubles()[0];
            return true;
        }
    }

    private static Value Clip(ImportSite site, Value x, double low, double high)
    {
        if (!IsMapOrFeatures(x) || double.IsNaN(low) || double.IsNaN(high))
            return site.Add(new Pointwise(PointwiseFunction.Clip, low, high), x);
        return site.Add(
            new Activate(low == 0 && double.IsPositiveInfinity(high)
                ? new Activation(ActivationKind.ReLU)
                : new Activation(ActivationKind.Clip) { Low = (float)low, High = (float)high }),
            x);
    }

    /// <summary>
    /// The slope; before opset 7 one of a value for each channel was stretched along the other axes. Converters from MXNet and Caffe go on writing it so, where it
    /// fits no other way.
    /// </summary>
    private static Value Slope(ImportSite site)
    {
        var (x, slope) = (site.Input(0), site.Input(1));
        bool perChannel = slope.Type.Rank == 1 && x.Type.Rank > 2 && slope.Type.Length == x.Type.Channels
            && (site.Opset < 7 || slope.Type.Length != x.Type.Shape[x.Type.Rank - 1]);
        return perChannel ? site.Reshape(slope, [slope.Type.Length, .. Enumerable.Repeat(1, x.Type.Rank - 2)]) : slope;
    }

    private static Value Along(ImportSite site, SoftmaxKind kind)
    {
        var x = site.Input(0);
        bool flattened = site.Opset < 13;
        long given = site.Integer("axis", flattened ? 1 : -1);
        // The old form may also split behind the last axis.
        int axis = flattened && given == x.Type.Rank ? x.Type.Rank : ImportSite.Axis(given, x.Type.Rank);
        bool overChannels = axis == 1 && (!flattened || x.Type.Shape.Skip(2).All(length => length == 1));
        return kind == SoftmaxKind.Softmax && overChannels && IsMapOrFeatures(x)
            ? site.Add(new Graph.Operators.Softmax(), x)
            : site.Add(new SoftmaxAlong(kind, axis, flattened && axis != x.Type.Rank - 1), x);
    }

    private static IReadOnlyList<Value> Drop(ImportSite site)
    {
        var x = site.Input(0);
        // Inference hands the input on; training drops at random, unless the ratio is nothing.
        bool trains = site.Opset >= 12 ? site.Optional(2) is not null && site.Constant(2, "training_mode").Doubles().Any(value => value != 0)
            : site.Opset < 7 && !site.Flag("is_test");
        double ratio = site.Opset >= 12 ? (site.Optional(1) is null ? 0.5 : site.Numbers(1, "ratio").FirstOrDefault()) : site.Number("ratio", 0.5f);
        if (trains && ratio != 0)
            throw new UnsupportedException("it drops values at random, which is training: export the model for inference");
        var type = new TensorType(site.Opset < 10 ? x.Type.Element : ElementType.Boolean, [.. x.Type.Shape]);
        if (!site.Wants(1))
            return [x];
        // The mask of nothing dropped.
        return [x, site.Add(new Expand(x.Type.Shape.ToEquatableArray()), ImportSite.Scalar(type.Element, 1))];
    }
}
