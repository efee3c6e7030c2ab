using System.Collections.Immutable;
using System.Globalization;
using CnnCompiler.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CnnCompiler.Generator.Declarations;

/// <summary>Reads the class that members are generated into, and says where C# would not let them be.</summary>
internal static class TargetReader
{
    /// <summary>C# 13, which the generated code is written in; Roslyn 4.8 has no name for it yet.</summary>
    private const LanguageVersion Needed = (LanguageVersion)1300;

    private static readonly HashSet<string> GeneratedNames = new(StringComparer.Ordinal)
    {
        "Architecture", "Info", "InputLength", "Load", "OutputLength", "Predict", "PredictBatch", "Run", "ScratchBytes",
    };

    public static TargetType Read(
        INamedTypeSymbol type, TypeDeclarationSyntax part, CSharpCompilation compilation, ImmutableArray<Problem>.Builder problems,
        ImmutableArray<SourceSpan>.Builder elsewhere, CancellationToken cancellation)
    {
        if (compilation.LanguageVersion < Needed)
            problems.Add(new Problem(
                Descriptors.LanguageTooOld, ProblemPlace.Class, type.Name, ((int)Needed / 100).ToString(CultureInfo.InvariantCulture),
                compilation.LanguageVersion.ToDisplayString()));
        if (!IsPartial(part))
            problems.Add(new Problem(Descriptors.NotPartial, ProblemPlace.Class, type.Name));
        if (Unsuitable(type) is { } reason)
            problems.Add(new Problem(Descriptors.UnsuitableClass, ProblemPlace.Class, type.Name, reason));

        foreach (var member in type.GetMembers().Where(member => GeneratedNames.Contains(member.Name) && member is not IMethodSymbol))
            problems.Add(new Problem(Descriptors.MemberClash, ProblemPlace.Class, member.Name, type.Name));

        var around = new Stack<string>();
        for (var outer = type.ContainingType; outer != null; outer = outer.ContainingType)
        {
            var syntax = (TypeDeclarationSyntax)outer.DeclaringSyntaxReferences[0].GetSyntax(cancellation);
            if (!IsPartial(syntax))
            {
                problems.Add(new Problem(Descriptors.ContainingTypeNotPartial, ProblemPlace.Elsewhere, elsewhere.Count, EquatableArray.Of(outer.Name, type.Name)));
                elsewhere.Add(SourceSpan.Of(syntax.Identifier.GetLocation()));
            }
            around.Push($"partial {Keyword(outer)} {Name(outer)}");
        }
        string space = type.ContainingNamespace.IsGlobalNamespace ? "" : type.ContainingNamespace.ToDisplayString();
        return new TargetType(space, around.ToEquatableArray(), $"{(type.IsSealed ? "sealed " : "")}partial class {Name(type)}", Name(type));
    }

    private static string? Unsuitable(INamedTypeSymbol type)
    {
        if (type.IsRecord)
            return "it is a record, and two predictors are not equal by their values: make it a class";
        if (type.IsStatic)
            return "it is static, and static classes implement no interface: leave 'static' out";
        if (type.IsAbstract)
            return "it is abstract, and Load makes an instance of it: leave 'abstract' out";
        if (GeneratedNames.Contains(type.Name))
            return $"its name is that of a member which is generated in it: call it another than {type.Name}";
        for (var outer = type; outer != null; outer = outer.ContainingType)
            if (outer.IsFileLocal)
                return $"{(SymbolEqualityComparer.Default.Equals(outer, type) ? "it" : outer.Name)} is local to its file, and generated code is a file of its own: leave 'file' out";
        if (type.TypeParameters.Length > 0)
            return "it has type parameters, and would keep weights and scratch memory for each of their arguments: leave them out, or put them on a class around it";
        if (type.InstanceConstructors.Any(constructor => constructor.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax() is TypeDeclarationSyntax)))
            return "it has a primary constructor, which the constructor that Load needs would have to call: write an ordinary constructor";
        if (type.BaseType is { } parent && !parent.InstanceConstructors.Any(IsOpenToHeirs))
            return $"its base class {parent.Name} has no constructor without parameters that the one Load needs could call: add one, or leave the base class out";
        for (var ancestor = type; ancestor != null; ancestor = ancestor.BaseType)
            if (ancestor.GetMembers().FirstOrDefault(member => member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true }) is { } required)
                return $"its member {required.Name} is required, and Load cannot know a value for it: leave 'required' out";
        return null;
    }

    private static bool IsOpenToHeirs(IMethodSymbol constructor) =>
        constructor.Parameters.Length == 0 && constructor.DeclaredAccessibility is not Accessibility.Private;

    private static bool IsPartial(TypeDeclarationSyntax syntax) => syntax.Modifiers.Any(SyntaxKind.PartialKeyword);

    private static string Name(INamedTypeSymbol type) => type.ToDisplayString(new SymbolDisplayFormat(
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters, miscellaneousOptions: SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers));

    private static string Keyword(INamedTypeSymbol type) => (type.TypeKind, type.IsRecord) switch
    {
        (TypeKind.Struct, true) => "record struct",
        (TypeKind.Struct, false) => "struct",
        (TypeKind.Interface, _) => "interface",
        (_, true) => "record",
        _ => "class",
    };
}
