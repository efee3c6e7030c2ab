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

    /// <summary>Longer names are legal but no help; CnnModelAttribute.NativeExport says the same.</summary>
    private const int MostExportLetters = 64;

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

        foreach (var member in GeneratedMembers.ClashesIn(type))
            problems.Add(new Problem(Descriptors.MemberClash, ProblemPlace.Class, member.Name, type.Name));

        var around = new Stack<string>();
        for (var outer = type.ContainingType; outer != null; outer = outer.ContainingType)
        {
            var syntax = (TypeDeclarationSyntax)outer.DeclaringSyntaxReferences[0].GetSyntax(cancellation);
            if (!IsPartial(syntax))
            {
                problems.Add(new Problem(
                    Descriptors.ContainingTypeNotPartial, ProblemPlace.Elsewhere, elsewhere.Count, EquatableArray.Of(outer.Name, type.Name)));
                elsewhere.Add(SourceSpan.Of(syntax.Identifier.GetLocation()));
            }
            around.Push($"partial {Keyword(outer)} {Name(outer)}");
        }
        string space = type.ContainingNamespace.IsGlobalNamespace ? "" : type.ContainingNamespace.ToDisplayString();
        string modifier = type.IsSealed ? "sealed " : type.IsAbstract ? "abstract " : "";
        return new TargetType(space, around.ToEquatableArray(), $"{modifier}partial {Keyword(type)} {Name(type)}", Name(type))
        {
            NativeExport = ReadNativeExport(type, problems),
        };
    }

    private static string? ReadNativeExport(INamedTypeSymbol type, ImmutableArray<Problem>.Builder problems)
    {
        string? name = type.GetAttributes()
            .Where(attribute => attribute.AttributeClass?.ToDisplayString() == DeclarationReader.ModelAttribute)
            .SelectMany(attribute => attribute.NamedArguments)
            .Where(argument => argument.Key == "NativeExport")
            .Select(argument => argument.Value.Value as string)
            .FirstOrDefault();
        if (name is null || IsCIdentifier(name))
            return name;
        problems.Add(new Problem(Descriptors.InvalidNativeExport, ProblemPlace.Model, name));
        return null;
    }

    private static bool IsCIdentifier(string name) =>
        name.Length is > 0 and <= MostExportLetters && !char.IsDigit(name[0]) && name[0] != '_'
        && name.All(c => c < 128 && (char.IsLetterOrDigit(c) || c == '_'));

    private static string? Unsuitable(INamedTypeSymbol type)
    {
        if (type.IsStatic)
            return "it is static, and static classes implement no interface: leave 'static' out";
        if (GeneratedMembers.Has(type.Name))
            return "a member that is generated in it has the same name: call the class otherwise";
        for (var outer = type; outer != null; outer = outer.ContainingType)
            if (outer.IsFileLocal)
            {
                string subject = SymbolEqualityComparer.Default.Equals(outer, type) ? "it" : outer.Name;
                return $"{subject} is local to its file, and generated code is a file of its own: leave 'file' out";
            }
        return null;
    }

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
