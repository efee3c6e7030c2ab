using System.Collections.Immutable;
using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using CnnCompiler.Generator.Weights;

namespace CnnCompiler.Generator.Declarations;

/// <summary>Turns a checked declaration into a graph; behind it nobody knows that there were attributes.</summary>
internal sealed class DeclarationLowering
{
    private readonly Architecture _architecture;
    private readonly GraphBuilder _builder = new();

    private DeclarationLowering(Architecture architecture) => _architecture = architecture;

    public static ModelGraph Lower(Architecture architecture) => new DeclarationLowering(architecture).Lower();

    private ModelGraph Lower()
    {
        var shape = _architecture.InputShape;
        var image = _builder.Input("image", shape.Rank == 1
            ? TensorType.Features(shape.Channels)
            : TensorType.Map(shape.Channels, shape.Height, shape.Width));
        var values = new List<Value>();
        for (int layer = 0; layer < _architecture.Layers.Count; layer++)
            values.Add(Lower(layer, [.. _architecture.SourcesOf(layer).Select(source => source < 0 ? image : values[source])]));
        _builder.Output(values[values.Count - 1]);
        return _builder.Build();
    }

    private Value Lower(int index, Value[] inputs)
    {
        var input = inputs[0];
        var layer = _architecture.Layers[index];
        var shape = _architecture.ShapeBefore(index);
        return layer switch
        {
            ConvolutionLayer convolution => Convolve(index, convolution, shape, input),
            Dense => Add(index, new Graph.Operators.Dense(), input),
            BatchNorm norm => Add(index, new BatchNormalization(norm.Epsilon), input),
            ReLU => Activate(index, new Activation(ActivationKind.ReLU), input),
            LeakyReLU leaky => Activate(index, new Activation(ActivationKind.LeakyReLU, leaky.Slope), input),
            Sigmoid => Activate(index, new Activation(ActivationKind.Sigmoid), input),
            Tanh => Activate(index, new Activation(ActivationKind.Tanh), input),
            MaxPool pool => Add(index, new Graph.Operators.MaxPool(pool.Rows(shape), pool.Columns(shape)), input),
            AveragePool pool => Add(index, new Graph.Operators.AveragePool(pool.Rows(shape), pool.Columns(shape), pool.CountIncludePad), input),
            GlobalAveragePool => Add(index, new Graph.Operators.AveragePool(Whole(shape.Height), Whole(shape.Width), CountsPadding: true), input),
            Dropout => Add(index, new Graph.Operators.Dropout(), input),
            Flatten => shape.Rank == 1 ? input : Add(index, new Reshape(Axes(1, shape.Length)), input),
            Softmax => Add(index, new Graph.Operators.Softmax(), input),
            Residual or Shortcut => input,
            CnnCompiler.Add => _builder.Add(new Graph.Operators.Add(), SourceOf(index), inputs),
            _ => throw new InvalidOperationException($"No lowering is written for the layer {layer.Kind}."),
        };
    }

    private Value Convolve(int index, ConvolutionLayer layer, TensorShape shape, Value input)
    {
        var op = new Convolution(layer.Rows(shape), layer.Columns(shape), layer.GroupCount(shape));
        // A sequence is a map of one row; its kernels get the row that their file leaves out.
        return shape.Rank == 3 ? Add(index, op, input) : Add(index, op, input, AsRow);

        static WeightExpression AsRow(WeightExpression weight) => weight.Shape.Count == 3
            ? new Reshaped(weight, Axes(weight.Shape[0], weight.Shape[1], 1, weight.Shape[2]))
            : weight;
    }

    private Value Activate(int index, Activation activation, Value input) => Add(index, new Activate(activation), input);

    private Value Add(int index, Operator op, Value input, Func<WeightExpression, WeightExpression>? view = null)
    {
        var weights = _architecture.ParametersOf(index)
            .Select(parameter => (WeightExpression)new StoredTensor(parameter.Name, Axes([.. parameter.Shape])))
            .Select(weight => GraphBuilder.Constant(view is null ? weight : view(weight)));
        return _builder.Add(op, SourceOf(index), [input, .. weights]);
    }

    private NodeSource SourceOf(int index) => new(index, _architecture.Layers[index].Kind, _architecture.NameOf(index));

    private static WindowGeometry Whole(int length) => new(length, 1, 1, 0, 0);

    private static EquatableArray<int> Axes(params int[] axes) => new(ImmutableArray.Create(axes));
}
