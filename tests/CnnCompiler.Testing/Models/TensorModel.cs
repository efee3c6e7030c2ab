using System.Reflection;
using CnnCompiler.Inference;
using CnnCompiler.Oracle.Models;

namespace CnnCompiler.Testing.Models;

/// <summary>A compiled model of any number of inputs and outputs, run on values of any type.</summary>
public sealed class TensorModel
{
    private readonly RunTensors _run;

    private TensorModel(ModelInfo info, int scratchBytes, RunTensors run) => (Info, ScratchBytes, _run) = (info, scratchBytes, run);

    /// <summary>The shape of <c>Run</c>.</summary>
    public delegate void RunTensors(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs);

    /// <summary>Layers, inputs, outputs, sizes and costs.</summary>
    public ModelInfo Info { get; }

    /// <summary>The size in bytes of the scratch memory of one call.</summary>
    public int ScratchBytes { get; }

    /// <summary>A compiled class that is known by its name.</summary>
    /// <typeparam name="TModel">The class.</typeparam>
    public static TensorModel Of<TModel>()
        where TModel : IModel<TModel> =>
        new(TModel.Info, TModel.ScratchBytes, TModel.Run);

    /// <summary>A compiled class of an assembly that was loaded at run time.</summary>
    /// <param name="type">The class.</param>
    public static TensorModel Of(Type type)
    {
        var make = typeof(TensorModel).GetMethods(BindingFlags.Public | BindingFlags.Static).Single(method => method.IsGenericMethodDefinition);
        try
        {
            return (TensorModel)make.MakeGenericMethod(type).Invoke(null, null)!;
        }
        catch (TargetInvocationException problem)
        {
            // What the class's own members throw, not that they were called by reflection.
            throw problem.InnerException ?? problem;
        }
    }

    /// <summary>New tensors of zeros for the inputs.</summary>
    public Tensor[] NewInputs() => [.. Info.Inputs.ToArray().Select(info => new Tensor(info))];

    /// <summary>New tensors of zeros for the outputs.</summary>
    public Tensor[] NewOutputs() => [.. Info.Outputs.ToArray().Select(info => new Tensor(info))];

    /// <summary>Runs the model on tensors.</summary>
    public void Run(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs) => _run(inputs, outputs);

    /// <summary>Runs the model.</summary>
    /// <param name="values">The inputs by their names in the file.</param>
    /// <returns>The outputs, in the model's order.</returns>
    /// <exception cref="ArgumentException">The compiled model wants an input that is not there, or one of another type or length.</exception>
    public IReadOnlyList<TensorData> Run(IReadOnlyDictionary<string, TensorData> values)
    {
        var inputs = NewInputs();
        var outputs = NewOutputs();
        foreach (var input in inputs)
        {
            if (!values.TryGetValue(input.Info.Name, out var value))
                throw new ArgumentException($"The compiled model wants an input '{input.Info.Name}'; there are {string.Join(", ", values.Keys)}.", nameof(values));
            value.CopyTo(input);
        }
        Run(inputs, outputs);
        return [.. outputs.Select(TensorData.Of)];
    }
}
