using System.Reflection;
using System.Runtime.CompilerServices;
using CnnCompiler.Generator.Declarations;
using CnnCompiler.Generator.Diagnostics;
using Microsoft.CodeAnalysis;

namespace CnnCompiler.Generator.Tests.Diagnostics;

/// <summary>The list of diagnostics, and those that no declaration can cause.</summary>
public class DescriptorTests
{
    private static readonly DiagnosticDescriptor[] All =
    [
        .. typeof(Descriptors).GetFields(BindingFlags.Static | BindingFlags.Public).Select(field => field.GetValue(null)).OfType<DiagnosticDescriptor>(),
    ];

    [Fact]
    public void Ids_AreUnique() => Assert.Equal(All.Length, All.Select(descriptor => descriptor.Id).Distinct().Count());

    [Fact]
    public void EveryDescriptor_IsDocumentedWithItsSeverity()
    {
        string[] lines = File.ReadAllLines(Path.Combine(Generator(), "Diagnostics", "README.md"));
        Assert.All(All, descriptor => Assert.Single(
            lines, line => line.StartsWith($"| {descriptor.Id} | {descriptor.DefaultSeverity.ToString().ToLowerInvariant()} |", StringComparison.Ordinal)));
    }

    [Fact]
    public void WarningsAboutMissingWeights_AreNeverErrors()
    {
        string props = File.ReadAllText(Path.Combine(Generator(), "..", "..", "src", "CnnCompiler", "build", "CnnCompiler.props"));
        Assert.All(
            All.Where(descriptor => descriptor.DefaultSeverity == DiagnosticSeverity.Warning && descriptor.Id.StartsWith("CNN01", StringComparison.Ordinal)),
            descriptor => Assert.Contains(descriptor.Id, props, StringComparison.Ordinal));
    }

    [Fact]
    public void UnknownLayer_IsSaidAtTheLayer()
    {
        var problems = new List<Problem>();
        var declaration = Declaration(new AttributeValues("Flatten", default, default), new AttributeValues("Conv9D", default, default));
        Assert.Null(ModelChecker.Build(declaration, problems));
        var problem = Assert.Single(problems);
        Assert.Equal(("CNN0202", ProblemPlace.Layer, 1), (problem.Descriptor.Id, problem.Place, problem.At));
        Assert.Equal(["Conv9D"], problem.Arguments);
    }

    [Fact]
    public void FailureOfTheCompiler_BecomesOneDiagnostic()
    {
        // No checked model lacks an input: what follows from one that does is as unexpected as any fault of the compiler.
        var broken = Declaration(new AttributeValues("Flatten", default, default)) with { Input = null };
        var file = ModelFile.Compile(new CheckedModel(broken, null, Compiles: true), _ => Stream.Null, default);
        Assert.Empty(file.Source);
        Assert.Equal("CNN0203", Assert.Single(file.Problems).Descriptor.Id);
        Assert.Equal(["Net", nameof(NullReferenceException)], file.Problems[0].Arguments.Take(2));
    }

    [Fact]
    public void Cancellation_IsNoFailure() => Assert.Throws<OperationCanceledException>(() => ModelFile.Compile(
        new CheckedModel(Declaration(new AttributeValues("Flatten", default, default)), null, Compiles: true), _ => Stream.Null, new CancellationToken(canceled: true)));

    private static ModelDeclaration Declaration(params AttributeValues[] layers) => new(
        new TargetType("", default, "partial class Net", "Net"), "Net", null, new AttributeValues("Input", EquatableArray.Of<object?>(8), default),
        EquatableArray.Of(layers), default);

    private static string Generator([CallerFilePath] string file = "") =>
        Path.Combine(Path.GetDirectoryName(file)!, "..", "..", "..", "generator", "CnnCompiler.Generator");
}
