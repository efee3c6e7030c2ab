using CnnCompiler.Generator.Declarations;
using Microsoft.CodeAnalysis;

namespace CnnCompiler.Generator.Diagnostics;

/// <summary>The part of a declaration that a problem lies in.</summary>
internal enum ProblemPlace
{
    Class,
    Model,
    Input,
    Layer,
    Elsewhere,
}

/// <summary>What is wrong with a declaration, with no word of where in the source that is.</summary>
/// <param name="Descriptor">The kind of problem.</param>
/// <param name="Place">The part of the declaration.</param>
/// <param name="At">Which of several such parts.</param>
/// <param name="Arguments">What the message is filled with.</param>
internal sealed record Problem(DiagnosticDescriptor Descriptor, ProblemPlace Place, int At, EquatableArray<string> Arguments)
{
    public Problem(DiagnosticDescriptor descriptor, ProblemPlace place, params string[] arguments)
        : this(descriptor, place, 0, EquatableArray.Of(arguments))
    {
    }

    public LocatedProblem In(DeclaredModel model) => new(Descriptor, model.Find(Place, At), Arguments);
}

/// <summary>A problem and its place in the source.</summary>
internal sealed record LocatedProblem(DiagnosticDescriptor Descriptor, SourceSpan Place, EquatableArray<string> Arguments)
{
    public Diagnostic ToDiagnostic() => Diagnostic.Create(Descriptor, Place.ToLocation(), [.. Arguments]);
}
