using System.Collections.Immutable;
using CnnCompiler.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CnnCompiler.Generator.Declarations;

/// <summary>Reads a declared model out of a class's attributes. Nothing of the compiler's symbols leaves this class and <see cref="TargetReader"/>.</summary>
internal static class DeclarationReader
{
    public const string ModelAttribute = "CnnCompiler.CnnModelAttribute";
    public const string InputAttribute = "CnnCompiler.Input";
    private const string LayerAttribute = "CnnCompiler.Layer";
    private const string DimensionAttribute = "CnnCompiler.Dimension";
    private const string ImageAttribute = "CnnCompiler.Image";

    /// <summary>Reads the model on this part of a class; null where the C# compiler reports an error in it already, or another part has the model.</summary>
    public static DeclaredModel? Read(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        try
        {
            return ReadModel(context, cancellation);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            var target = new TargetType("", EquatableArray.Of<string>(), "", context.TargetSymbol.Name);
            var problem = ModelFile.Fault(target, failure);
            var declaration = new ModelDeclaration(
                target, context.TargetSymbol.MetadataName, null, null, EquatableArray.Of<AttributeValues>(), EquatableArray.Of(problem));
            var place = SourceSpan.Of(((TypeDeclarationSyntax)context.TargetNode).Identifier.GetLocation());
            return new DeclaredModel(declaration, place, place, null, EquatableArray.Of<SourceSpan>(), EquatableArray.Of<SourceSpan>());
        }
    }

    private static DeclaredModel? ReadModel(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        var type = (INamedTypeSymbol)context.TargetSymbol;
        // The attribute is for classes; on anything else the C# compiler has reported it.
        if (type.TypeKind != TypeKind.Class)
            return null;
        var attributes = type.GetAttributes();
        // A typing error in one layer would count as a net without it, and be told as a wrong shape further down.
        if (attributes.Any(attribute => attribute.AttributeClass is null or { TypeKind: TypeKind.Error }))
            return null;
        var model = attributes.First(attribute => Is(attribute.AttributeClass!, ModelAttribute));
        if (!Read(model, out var modelValues) || !IsOn(context.TargetNode, model, cancellation))
            return null;

        var problems = ImmutableArray.CreateBuilder<Problem>();
        var elsewhere = ImmutableArray.CreateBuilder<SourceSpan>();
        var layers = ImmutableArray.CreateBuilder<AttributeValues>();
        var layerSpans = ImmutableArray.CreateBuilder<SourceSpan>();
        var settings = new List<AttributeValues>();
        AttributeValues? input = null;
        SourceSpan? inputSpan = null;
        foreach (var attribute in attributes)
        {
            bool isInput = Is(attribute.AttributeClass!, InputAttribute);
            if (Is(attribute.AttributeClass!, DimensionAttribute) || Is(attribute.AttributeClass!, ImageAttribute))
            {
                if (!Read(attribute, out var setting))
                    return null;
                settings.Add(setting);
            }
            if (!isInput && !IsLayer(attribute.AttributeClass!))
                continue;
            if (!Read(attribute, out var values))
                return null;
            var span = Find(attribute, cancellation);
            if (!IsOn(context.TargetNode, attribute, cancellation))
            {
                problems.Add(new Problem(Descriptors.LayerOnOtherPart, ProblemPlace.Elsewhere, elsewhere.Count, EquatableArray.Of(values.Type, type.Name)));
                elsewhere.Add(span);
            }
            else if (isInput)
            {
                (input, inputSpan) = (values, span);
            }
            else
            {
                layers.Add(values);
                layerSpans.Add(span);
            }
        }

        bool featureMaps = modelValues.Named.Any(named => named is { Name: nameof(CnnModelAttribute.FeatureMaps), Value: true });
        var target = TargetReader.Read(
            type, (TypeDeclarationSyntax)context.TargetNode, (CSharpCompilation)context.SemanticModel.Compilation, featureMaps, problems, elsewhere, cancellation);
        string? weightFile = modelValues.Arguments.Count > 0 ? modelValues.Arguments[0] as string : null;
        var onnx = input == null && layers.Count == 0 && elsewhere.Count == 0 && weightFile?.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase) == true
            ? ReadOnnx(modelValues, settings)
            : null;
        if (onnx == null && settings.Count > 0)
            problems.Add(new Problem(Descriptors.StraySetting, ProblemPlace.Model, settings[0].Type, type.Name));
        // What is missing may stand on the other part that has been reported.
        if (input == null && onnx == null && elsewhere.Count == 0)
            problems.Add(new Problem(Descriptors.NoInput, ProblemPlace.Model, type.Name));
        else if (layers.Count == 0 && onnx == null && elsewhere.Count == 0)
            problems.Add(new Problem(Descriptors.NoLayers, ProblemPlace.Model, type.Name));
        var declaration = new ModelDeclaration(
            target, HintNames.Of(type), weightFile, input, new(layers.ToImmutable()), new(problems.ToImmutable()))
        {
            Onnx = onnx,
            IsExact = Is(modelValues, nameof(CnnModelAttribute.Precision), (int)Precision.Exact),
            FeatureMaps = featureMaps,
        };
        return new DeclaredModel(
            declaration, SourceSpan.Of(((TypeDeclarationSyntax)context.TargetNode).Identifier.GetLocation()), Find(model, cancellation), inputSpan,
            new(layerSpans.ToImmutable()), new(elsewhere.ToImmutable()));
    }

    /// <summary>The warning about a class that has an input and no model.</summary>
    public static LocatedProblem? FindStray(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        var attributes = context.TargetSymbol.GetAttributes();
        if (attributes.Any(attribute => attribute.AttributeClass is null or { TypeKind: TypeKind.Error } || Is(attribute.AttributeClass, ModelAttribute)))
            return null;
        return new LocatedProblem(Descriptors.StrayInput, Find(context.Attributes[0], cancellation), EquatableArray.Of(context.TargetSymbol.Name));
    }

    private static OnnxDeclaration ReadOnnx(AttributeValues model, IEnumerable<AttributeValues> settings) => new(
        settings.Where(setting => setting.Type == nameof(Dimension))
            .Select(setting => new PinnedDimension(setting.Arguments[0] as string ?? "", setting.Arguments[1] as int? ?? 0))
            .ToEquatableArray(),
        settings.FirstOrDefault(setting => setting.Type == nameof(Image)),
        Is(model, nameof(CnnModelAttribute.Layout), (int)Layout.Hwc));

    private static bool Is(AttributeValues attribute, string property, int value) => attribute.Named.Any(named => named.Name == property && Equals(named.Value, value));

    private static bool Is(ITypeSymbol type, string name) => type.ToDisplayString() == name;

    private static bool IsLayer(ITypeSymbol type)
    {
        for (var ancestor = type.BaseType; ancestor != null; ancestor = ancestor.BaseType)
            if (Is(ancestor, LayerAttribute))
                return true;
        return false;
    }

    private static bool IsOn(SyntaxNode part, AttributeData attribute, CancellationToken cancellation) =>
        attribute.ApplicationSyntaxReference?.GetSyntax(cancellation) is AttributeSyntax syntax && syntax.Parent?.Parent == part;

    private static SourceSpan Find(AttributeData attribute, CancellationToken cancellation) =>
        SourceSpan.Of(attribute.ApplicationSyntaxReference!.GetSyntax(cancellation).GetLocation());

    private static bool Read(AttributeData attribute, out AttributeValues values)
    {
        bool valid = attribute.AttributeConstructor != null;
        object? Value(TypedConstant constant)
        {
            valid &= constant.Kind != TypedConstantKind.Error;
            if (constant.IsNull || constant.Kind == TypedConstantKind.Error)
                return null;
            if (constant.Kind != TypedConstantKind.Array)
                return constant.Value;
            var values = constant.Values.Select(Value);
            return constant.Type is IArrayTypeSymbol { ElementType.TypeKind: TypeKind.Enum }
                ? values.OfType<int>().ToEquatableArray()
                : values.OfType<float>().ToEquatableArray();
        }
        values = new AttributeValues(
            attribute.AttributeClass!.Name,
            attribute.ConstructorArguments.Select(Value).ToEquatableArray(),
            attribute.NamedArguments.Select(named => new NamedValue(named.Key, Value(named.Value))).ToEquatableArray());
        return valid;
    }
}
