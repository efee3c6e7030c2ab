using CnnCompiler.Generator.Declarations;
using CnnCompiler.Generator.Emit;
using CnnCompiler.Generator.Passes;
using CnnCompiler.Generator.Planning;

namespace CnnCompiler.Generator;

/// <summary>The compiler behind the generator's front door: a checked declaration in, C# out.</summary>
internal static class ModelCompiler
{
    /// <summary>Compiles a declared net.</summary>
    /// <param name="architecture">The net.</param>
    /// <param name="target">The class the members go into.</param>
    /// <param name="weightFile">The weight file's name in the declaration, or null where none is given.</param>
    /// <param name="weights">The weight file, checked against the net, or null where there is none: <c>Predict</c> then says how to make it.</param>
    /// <returns>The text of one C# file.</returns>
    public static string Compile(Architecture architecture, TargetType target, string? weightFile, EmbeddedWeights? weights)
    {
        var graph = PassPipeline.Run(DeclarationLowering.Lower(architecture));
        var description = DeclarationDescription.Of(architecture);
        var plan = Planner.Plan(graph, widensBytes: description.Bytes is not null);
        return SourceFile.Write(new ModelSource(target, description, plan, weightFile, weights, architecture.Parameters.Count > 0));
    }
}
