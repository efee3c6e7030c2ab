using System.Reflection;
using System.Runtime.InteropServices;
using CnnCompiler.Inference;
using CnnCompiler.Oracle;

namespace CnnCompiler.Testing;

/// <summary>The generated members of a model class, ready to be called.</summary>
public sealed class CompiledModel
{
    private readonly Type _type;
    private readonly Func<Stream, IPredictor> _load;
    private readonly Lazy<PredictPixels> _predictBytes;

    /// <summary>Finds the members of a model class.</summary>
    /// <param name="type">The class.</param>
    public CompiledModel(Type type)
    {
        _type = type;
        Predict = Static<PredictFloats>("Predict");
        PredictIn = Static<PredictFloatsIn>("Predict");
        _load = Static<Func<Stream, IPredictor>>("Load");
        _predictBytes = new(() => Static<PredictPixels>("Predict"));
    }

    /// <summary>The shape of <c>PredictBatch</c>.</summary>
    public delegate void PredictSeveral(ReadOnlySpan<float> inputs, Span<float> outputs, int count);

    /// <summary>The shape of <c>Run</c>.</summary>
    public delegate void RunTensors(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs);

    /// <summary>The shape of <c>Predict</c> on floats.</summary>
    public delegate void PredictFloats(ReadOnlySpan<float> input, Span<float> output);

    /// <summary>The shape of <c>Predict</c> on floats with scratch memory of the caller.</summary>
    public delegate void PredictFloatsIn(ReadOnlySpan<float> input, Span<float> output, Workspace workspace);

    /// <summary>The shape of <c>Predict</c> on the bytes of an image.</summary>
    public delegate void PredictPixels(ReadOnlySpan<byte> pixels, int rowStride, Span<float> output);

    /// <summary><c>Predict</c> with the weights that the class was built with.</summary>
    public PredictFloats Predict { get; }

    /// <summary><c>Predict</c> with scratch memory of the caller.</summary>
    public PredictFloatsIn PredictIn { get; }

    /// <summary><c>Predict</c> on the bytes of an image; only nets on maps have it.</summary>
    public PredictPixels PredictBytes => _predictBytes.Value;

    /// <summary><c>PredictBatch</c>, called through the interface as generic code calls it.</summary>
    public PredictSeveral PredictBatch => ThroughInterface<PredictSeveral>(nameof(BatchOf));

    /// <summary><c>Run</c>, called through the interface as generic code calls it.</summary>
    public RunTensors Run => ThroughInterface<RunTensors>(nameof(RunOf));

    /// <summary><c>Info</c>.</summary>
    public ModelInfo Info => Property<ModelInfo>("Info");

    /// <summary><c>Architecture</c>.</summary>
    public Architecture Architecture => Property<Architecture>("Architecture");

    /// <summary><c>ScratchBytes</c>.</summary>
    public int ScratchBytes => Property<int>("ScratchBytes");

    /// <summary><c>InputLength</c>.</summary>
    public int InputLength => Property<int>("InputLength");

    /// <summary><c>OutputLength</c>.</summary>
    public int OutputLength => Property<int>("OutputLength");

    /// <summary><c>Load</c>: the same net with other weights.</summary>
    /// <param name="weights">A weight file.</param>
    public IPredictor Load(Stream weights) => _load(weights);

    /// <summary>A new object of the nested class <c>FeatureMaps</c>.</summary>
    public IFeatureMaps NewFeatureMaps() => NewFeatureMaps(_type);

    /// <summary>A new object of a model class's nested class <c>FeatureMaps</c>.</summary>
    /// <param name="type">The model class.</param>
    public static IFeatureMaps NewFeatureMaps(Type type) => (IFeatureMaps)Activator.CreateInstance(
        type.GetNestedType("FeatureMaps") ?? throw new MissingMemberException($"{type} has no FeatureMaps."))!;

    /// <summary>
    /// A new array with the output of one input, computed twice: input and output each lie against memory that may not be touched, once with their end
    /// and once with their beginning.
    /// </summary>
    /// <exception cref="InvalidOperationException">The two outputs are not the same bits.</exception>
    public float[] Output(ReadOnlySpan<float> input)
    {
        float[] output = Output(input, atEnd: true);
        return MemoryMarshal.AsBytes<float>(output).SequenceEqual(MemoryMarshal.AsBytes<float>(Output(input, atEnd: false)))
            ? output
            : throw new InvalidOperationException($"{_type} gives other bits where its input and output lie elsewhere.");
    }

    private float[] Output(ReadOnlySpan<float> input, bool atEnd)
    {
        using var inputs = new GuardedMemory(input.Length * sizeof(float));
        using var outputs = new GuardedMemory(OutputLength * sizeof(float));
        var source = inputs.Span<float>(input.Length, atEnd);
        var target = outputs.Span<float>(OutputLength, atEnd);
        input.CopyTo(source);
        Predict(source, target);
        return target.ToArray();
    }

    /// <summary>The <c>Predict</c> on bytes of what <see cref="Load"/> returned.</summary>
    public static PredictPixels PixelsOf(IPredictor predictor) => Method<PredictPixels>(predictor.GetType(), "Predict", BindingFlags.Instance)
        .CreateDelegate<PredictPixels>(predictor);

    private static void BatchOf<TModel>(ReadOnlySpan<float> inputs, Span<float> outputs, int count)
        where TModel : IFloatModel<TModel> =>
        TModel.PredictBatch(inputs, outputs, count);

    private static void RunOf<TModel>(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
        where TModel : IFloatModel<TModel> =>
        TModel.Run(inputs, outputs);

    private TDelegate ThroughInterface<TDelegate>(string method)
        where TDelegate : Delegate =>
        typeof(CompiledModel).GetMethod(method, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(_type).CreateDelegate<TDelegate>();

    private T Property<T>(string name) => _type.GetProperty(name, BindingFlags.Public | BindingFlags.Static)?.GetValue(null) is T value
        ? value
        : _type.GetField(name, BindingFlags.Public | BindingFlags.Static)?.GetValue(null) is T constant
            ? constant
            : throw new MissingMemberException($"{_type} has no public static {typeof(T).Name} {name}.");

    private TDelegate Static<TDelegate>(string name)
        where TDelegate : Delegate =>
        Method<TDelegate>(_type, name, BindingFlags.Static).CreateDelegate<TDelegate>();

    private static MethodInfo Method<TDelegate>(Type type, string name, BindingFlags kind)
        where TDelegate : Delegate
    {
        Type[] parameters = [.. typeof(TDelegate).GetMethod("Invoke")!.GetParameters().Select(parameter => parameter.ParameterType)];
        return type.GetMethod(name, BindingFlags.Public | kind, parameters) ??
            throw new MissingMethodException($"{type} has no public {name}({string.Join(", ", parameters.Select(parameter => parameter.Name))}).");
    }
}
