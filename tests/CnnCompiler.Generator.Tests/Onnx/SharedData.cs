using System.Runtime.CompilerServices;

namespace CnnCompiler.Generator.Tests.Onnx;

/// <summary>Models and cases beside the repository, where a checkout has them.</summary>
internal static class SharedData
{
    public static string Models => Path.Combine(Root(), "onnx-models");

    public static string Cases => Path.Combine(Root(), "onnx-node");

    private static string Root([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", "..", "..", "shared", "data"));
}

/// <summary>A test on data beside the repository; where there is none it says so and is skipped.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedFactAttribute : FactAttribute
{
    public SharedFactAttribute(string folder)
    {
        string path = folder == "models" ? SharedData.Models : SharedData.Cases;
        if (!Directory.Exists(path))
            Skip = $"The data folder shared/data/{Path.GetFileName(path)} is not beside the repository.";
    }
}
