using CnnCompiler.Generator.Diagnostics;

namespace CnnCompiler.Generator.Declarations;

/// <summary>
/// A declared model as it stands in the source. Immutable, equal by structure, without symbols or syntax; positions are kept apart in
/// <see cref="DeclaredModel"/>, so that two declarations that differ only in where they stand are equal.
/// </summary>
/// <param name="Target">The class that the generated members go into.</param>
/// <param name="HintName">The name of the generated file.</param>
/// <param name="WeightFile">The weight file's name, or null where none is given.</param>
/// <param name="Input">The <c>Input</c> attribute, or null.</param>
/// <param name="Layers">The layer attributes in the order they are written.</param>
/// <param name="Problems">What is wrong with the class, whatever the net is.</param>
internal sealed record ModelDeclaration(
    TargetType Target,
    string HintName,
    string? WeightFile,
    AttributeValues? Input,
    EquatableArray<AttributeValues> Layers,
    EquatableArray<Problem> Problems)
{
    /// <summary>What is said of the ONNX model that stands in the layers' place; null for a declared net.</summary>
    public OnnxDeclaration? Onnx { get; init; }

    /// <summary>Whether every output must be a sum of the products that define it, of no others.</summary>
    public bool IsExact { get; init; }

    /// <summary>Whether the class also offers the output of every layer.</summary>
    public bool FeatureMaps { get; init; }
}

/// <summary>What a class says of the ONNX model it is to become.</summary>
/// <param name="Dimensions">The lengths of free dimensions.</param>
/// <param name="Image">The <c>Image</c> attribute, or null.</param>
/// <param name="TakesChannelsLast">Whether floats come in height x width x channels order.</param>
internal sealed record OnnxDeclaration(EquatableArray<PinnedDimension> Dimensions, AttributeValues? Image, bool TakesChannelsLast);

/// <summary>A free dimension and its length.</summary>
internal sealed record PinnedDimension(string Name, int Length);

/// <summary>The arguments of an attribute.</summary>
/// <param name="Type">The name of the attribute's class, such as <c>Conv2D</c>.</param>
/// <param name="Arguments">
/// The constructor's arguments, defaults included: whole numbers, float, bool and string as themselves, an enum as its number, an array of float or of
/// enums as an <see cref="EquatableArray{T}"/> of float or int.
/// </param>
/// <param name="Named">The properties that are set, in the order they are written.</param>
internal sealed record AttributeValues(string Type, EquatableArray<object?> Arguments, EquatableArray<NamedValue> Named);

/// <summary>A property that an attribute sets.</summary>
internal sealed record NamedValue(string Name, object? Value);

/// <summary>A declaration and where its parts stand in the source.</summary>
/// <param name="Declaration">The declaration.</param>
/// <param name="Class">The class's name.</param>
/// <param name="Model">The <c>CnnModel</c> attribute.</param>
/// <param name="Input">The <c>Input</c> attribute, or null.</param>
/// <param name="Layers">The layer attributes.</param>
/// <param name="Elsewhere">What <see cref="Problem.At"/> names by <see cref="ProblemPlace.Elsewhere"/>: other parts and types around the class.</param>
internal sealed record DeclaredModel(
    ModelDeclaration Declaration, SourceSpan Class, SourceSpan Model, SourceSpan? Input, EquatableArray<SourceSpan> Layers,
    EquatableArray<SourceSpan> Elsewhere)
{
    public SourceSpan Find(ProblemPlace place, int index) => place switch
    {
        ProblemPlace.Layer => Layers[index],
        ProblemPlace.Elsewhere => Elsewhere[index],
        ProblemPlace.Input => Input ?? Class,
        ProblemPlace.Model => Model,
        _ => Class,
    };
}
