using CnnCompiler.Generator.Weights;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace CnnCompiler.Generator.Declarations;

/// <summary>Finds the weight files among the additional files of a project, by the metadata that CnnCompiler.targets gives them.</summary>
internal static class WeightFileItems
{
    public const string NameKey = "build_metadata.AdditionalFiles.CnnModel";
    public const string HashKey = "build_metadata.AdditionalFiles.CnnModelHash";

    public static WeightFileItem? Of(AdditionalText file, AnalyzerConfigOptionsProvider options, Func<string, Stream> open)
    {
        var metadata = options.GetOptions(file);
        if (!metadata.TryGetValue(NameKey, out string? name) || name.Length == 0)
            return null;
        // Without the targets' hash the content has to be looked at each time that the project's files are gone through.
        string stamp = metadata.TryGetValue(HashKey, out string? hash) && hash.Length > 0 ? hash : WeightFileReader.Stamp(file.Path, open);
        return new WeightFileItem(name, file.Path, stamp);
    }
}
