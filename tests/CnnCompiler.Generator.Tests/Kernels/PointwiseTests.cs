using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using CnnCompiler.Oracle.Models;
using static CnnCompiler.Generator.Tests.Kernels.TestTensor;

namespace CnnCompiler.Generator.Tests.Kernels;

/// <summary>Functions of single values against ONNX Runtime.</summary>
public class PointwiseTests
{
    [Theory]
    [InlineData("Abs", "Abs")]
    [InlineData("Neg", "Negate")]
    [InlineData("Sign", "Sign")]
    [InlineData("Ceil", "Ceiling")]
    [InlineData("Floor", "Floor")]
    [InlineData("Round", "Round")]
    [InlineData("Exp", "Exp")]
    [InlineData("Erf", "Erf")]
    [InlineData("Sin", "Sin")]
    [InlineData("Cos", "Cos")]
    [InlineData("Tan", "Tan")]
    [InlineData("Atan", "Atan")]
    [InlineData("Sinh", "Sinh")]
    [InlineData("Cosh", "Cosh")]
    [InlineData("Tanh", "Tanh")]
    [InlineData("Asinh", "Asinh")]
    [InlineData("Relu", "Relu")]
    [InlineData("Sigmoid", "Sigmoid")]
    [InlineData("Softplus", "Softplus")]
    [InlineData("Softsign", "Softsign")]
    [InlineData("HardSwish", "HardSwish")]
    [InlineData("Mish", "Mish")]
    [InlineData("Gelu", "Gelu")]
    [InlineData("Identity", "Identity")]
    [InlineData("IsNaN", "IsNaN")]
    [InlineData("IsInf", "IsInfinity", 1.0, 1.0)]
    [InlineData("LeakyRelu", "LeakyRelu", 0.01)]
    [InlineData("ThresholdedRelu", "ThresholdedRelu", 1.0)]
    [InlineData("Elu", "Elu", 1.0)]
    [InlineData("Celu", "Celu", 1.0)]
    [InlineData("Selu", "Selu", 1.6732631921768188, 1.0507010221481323)]
    [InlineData("HardSigmoid", "HardSigmoid", 0.2, 0.5)]
    [InlineData("Shrink", "Shrink", 0.0, 0.5)]
    public void Function_OfOneOperand_IsOnnxRuntimes(string type, string function, params double[] parameters) =>
        new OnnxCase(type).Operand(Spread(3, 5, 7)).Check(Function(function, parameters));

    [Theory]
    [InlineData("Sqrt", "SquareRoot", 0f, 9f)]
    [InlineData("Log", "Log", 0.001f, 9f)]
    [InlineData("Reciprocal", "Reciprocal", 0.1f, 9f)]
    [InlineData("Asin", "Asin", -1f, 1f)]
    [InlineData("Acos", "Acos", -1f, 1f)]
    [InlineData("Atanh", "Atanh", -0.99f, 0.99f)]
    [InlineData("Acosh", "Acosh", 1f, 9f)]
    public void Function_OfPartOfTheNumbers_IsOnnxRuntimes(string type, string function, float low, float high) =>
        new OnnxCase(type).Operand(Between(low, high, 1, 40)).Check(Function(function));

    [Fact]
    public void LayersOfDeclaredNets_AreOnnxRuntimes()
    {
        new OnnxCase("Relu").Operand(Spread(3, 7)).Check(new Activate(new Activation(ActivationKind.ReLU)));
        new OnnxCase("Sigmoid").Operand(Spread(3, 7)).Check(new Activate(new Activation(ActivationKind.Sigmoid)));
        new OnnxCase("Tanh").Operand(Spread(3, 7)).Check(new Activate(new Activation(ActivationKind.Tanh)));
        new OnnxCase("LeakyRelu").With("alpha", 0.1f).Operand(Spread(3, 7)).Check(new Activate(new Activation(ActivationKind.LeakyReLU, 0.1f)));
        new OnnxCase("Add").Operand(Floats(1, 3, 7)).Operand(Floats(2, 3, 7)).Check(new Graph.Operators.Add());
    }

    [Fact]
    public void Add_WithAnActivation_IsTheActivationOfTheSum() => Assert.Equal(
        Of([.. Enumerable.Range(0, 21).Select(index => index < 8 ? 0 : 2f * index - 15)], 21).Bytes,
        KernelHarness.Run(
            new Graph.Operators.Add { Activation = new Activation(ActivationKind.ReLU) },
            Of([.. Enumerable.Range(0, 21).Select(index => (float)index)], 21), Of([.. Enumerable.Range(0, 21).Select(index => index - 15f)], 21))[0]);

    [Fact]
    public void GeluTanh_IsOnnxRuntimes() => new OnnxCase("Gelu").Operand(Spread(64)).With("approximate", "tanh").Check(Function("GeluTanh"));

    [Theory]
    [InlineData("Add", "Add")]
    [InlineData("Sub", "Subtract")]
    [InlineData("Mul", "Multiply")]
    [InlineData("Div", "Divide")]
    [InlineData("Min", "Minimum")]
    [InlineData("Max", "Maximum")]
    [InlineData("Mean", "Mean")]
    [InlineData("Sum", "Add")]
    [InlineData("PRelu", "PRelu")]
    [InlineData("Less", "Less")]
    [InlineData("LessOrEqual", "LessOrEqual")]
    [InlineData("Greater", "Greater")]
    [InlineData("GreaterOrEqual", "GreaterOrEqual")]
    [InlineData("Equal", "Equal")]
    public void Function_OfTwoOperands_Stretches(string type, string function)
    {
        int[][] shapes = type == "PRelu" ? [[3, 1, 1], [1], [2, 3, 4, 5]] : [[3, 1, 1], [1], [5], [2, 1, 4, 1], [], [2, 3, 4, 5]];
        foreach (int[] shape in shapes)
            new OnnxCase(type).Operand(Floats(1, 2, 3, 4, 5)).Operand(Floats(2, shape)).Check(Function(function));
        // Rows long enough for whole vectors, with single values behind them.
        foreach (int[] shape in new int[][] { [3, 1, 1], [37], [4, 37], [3, 4, 37] })
            new OnnxCase(type).Operand(Floats(1, 2, 3, 4, 37)).Operand(Floats(2, shape)).Check(Function(function));
        if (type != "PRelu")
            new OnnxCase(type).Operand(Floats(1, 4, 1)).Operand(Floats(2, 3, 1, 5)).Check(Function(function));
    }

    [Theory]
    [InlineData("Add", "Add")]
    [InlineData("Sub", "Subtract")]
    [InlineData("Mul", "Multiply")]
    [InlineData("Div", "Divide")]
    [InlineData("Mod", "Modulo")]
    [InlineData("Pow", "Power")]
    [InlineData("Min", "Minimum")]
    [InlineData("Equal", "Equal")]
    [InlineData("Less", "Less")]
    public void Function_OfWholeNumbers_IsOnnxRuntimes(string type, string function)
    {
        int low = type == "Pow" ? 0 : 1;
        new OnnxCase(type).Operand(Ints(-9, 9, 1, 4, 6)).Operand(Ints(low, 5, 2, 6)).Check(Function(function));
        new OnnxCase(type).Operand(Longs(-9, 9, 3, 4, 6)).Operand(Longs(low, 5, 4, 4, 1)).Check(Function(function));
    }

    [Fact]
    public void Modulo_OfNegativeDivisors_HasTheirSign() =>
        new OnnxCase("Mod").Operand(Longs(-9, 9, 3, 50)).Operand(Longs(-5, 0, 4, 50)).Check(Function("Modulo"));

    [Fact]
    public void Remainder_HasTheDividendsSign()
    {
        new OnnxCase("Mod").With("fmod", 1).Operand(Longs(-9, 9, 3, 50)).Operand(Longs(-5, 0, 4, 50)).Check(Function("Remainder"));
        new OnnxCase("Mod").With("fmod", 1).Operand(Floats(3, 50)).Operand(Between(0.1f, 1, 4, 50)).Check(Function("Remainder"));
    }

    [Fact]
    public void Power_OfMixedTypes_HasTheTypeOfItsBase()
    {
        new OnnxCase("Pow").Operand(Between(0, 3, 1, 3, 4)).Operand(Ints(0, 4, 2, 4)).Check(Function("Power"));
        new OnnxCase("Pow").Operand(Between(0, 3, 1, 3, 4)).Operand(Longs(-3, 4, 2, 4)).Check(Function("Power"));
        new OnnxCase("Pow").Operand(Ints(0, 6, 1, 3, 4)).Operand(Between(0, 3, 2, 4)).Check(Function("Power"));
        new OnnxCase("Pow").Operand(Doubles(1, 3, 4)).Operand(Longs(0, 4, 2, 4)).Check(Function("Power"));
    }

    [Fact]
    public void Function_OfManyOperands_TakesThemAll()
    {
        foreach (string type in new[] { "Max", "Min", "Mean", "Sum" })
            new OnnxCase(type).Operand(Floats(1, 2, 3)).Operand(Floats(2, 3)).Operand(Floats(3, 2, 1)).Operand(Floats(4, 1)).Operand(Floats(5, 2, 3))
                .Check(Function(type switch { "Max" => "Maximum", "Min" => "Minimum", "Sum" => "Add", _ => type }));
    }

    [Fact]
    public void Function_OfDoubles_IsComputedInDouble()
    {
        new OnnxCase("Add").Operand(Doubles(1, 4)).Operand(Doubles(2, 4)).Check(Function("Add"), 0);
        new OnnxCase("Exp").Operand(Doubles(1, 20)).Check(Function("Exp"), 1e-14);
        new OnnxCase("Tanh").Operand(Doubles(1, 20)).Check(Function("Tanh"), 1e-14);
        new OnnxCase("Elu").Operand(Floats(1, 20)).Check(Function("Elu", 1));
    }

    [Fact]
    public void Logic_IsOnnxRuntimes()
    {
        foreach (string type in new[] { "And", "Or", "Xor", "Equal" })
            new OnnxCase(type).Operand(Booleans(1, 4, 6)).Operand(Booleans(2, 6)).Check(Function(type));
        new OnnxCase("Not").Operand(Booleans(1, 9)).Check(Function("Not"));
        new OnnxCase("Where").Operand(Booleans(1, 4, 1)).Operand(Floats(2, 3)).Operand(Floats(3, 4, 3)).Check(Function("Where"));
        new OnnxCase("Where").Operand(Booleans(1, 4, 3)).Operand(Longs(0, 9, 2, 3)).Operand(Longs(0, 9, 3)).Check(Function("Where"));
        new OnnxCase("BitwiseAnd").Operand(Ints(-99, 99, 1, 9)).Operand(Ints(-99, 99, 2, 9)).Check(Function("BitwiseAnd"));
        new OnnxCase("BitwiseNot").Operand(Ints(-99, 99, 1, 9)).Check(Function("BitwiseNot"));
    }

    [Fact]
    public void Clip_TakesOperandsOrSettings()
    {
        new OnnxCase("Clip").Operand(Floats(1, 30)).Operand(Scalar(-0.5f)).Operand(Scalar(0.7f)).Check(Function("Clip"));
        new OnnxCase("Clip").Operand(Floats(1, 30)).Setting(Scalar(-0.5f)).Setting(Scalar(0.7f)).Check(Function("Clip", -0.5f, 0.7f));
        new OnnxCase("Clip").Operand(Floats(1, 30)).Operand(Scalar(1f)).Operand(Scalar(0f)).Check(Function("Clip"));
        new OnnxCase("Clip").Operand(Longs(-9, 9, 1, 30)).Operand(Scalar(-2)).Operand(Scalar(3)).Check(Function("Clip"));
    }

    [Theory]
    [InlineData(ElementType.Float64, 11)]
    [InlineData(ElementType.Int32, 6)]
    [InlineData(ElementType.Int64, 7)]
    [InlineData(ElementType.Boolean, 9)]
    [InlineData(ElementType.Float32, 1)]
    internal void Cast_ConvertsEveryType(ElementType target, long number)
    {
        TensorData[] sources = [Floats(1, 12), Doubles(2, 12), Ints(-3, 3, 3, 12), Longs(-3, 3, 4, 12), Booleans(5, 12)];
        foreach (var source in sources)
            new OnnxCase("Cast").Operand(source).With("to", number).Check(new Pointwise(PointwiseFunction.Cast) { Target = target });
    }

    [Fact]
    public void Function_OfNothing_WritesNothing() => new OnnxCase("Add").Operand(Floats(1, 0, 3)).Operand(Floats(2, 3)).Check(Function("Add"));

    private static TensorData Spread(params int[] shape)
    {
        var data = Between(-6, 6, 11, shape);
        float[] values = data.Values<float>().ToArray();
        float[] special = [0, -0f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0.5f, 1.5f, 2.5f, -0.5f, 1e-6f, -1e-6f, 1, -1];
        special.CopyTo(values, 0);
        return Of(values, shape);
    }

    private static Pointwise Function(string name, params double[] parameters) => new(Enum.Parse<PointwiseFunction>(name), parameters);
}
