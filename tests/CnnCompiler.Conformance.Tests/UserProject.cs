using System.Diagnostics;

namespace CnnCompiler.Conformance.Tests;

/// <summary>A console project in a temporary folder, built as a user's is.</summary>
internal sealed class UserProject(string name) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("project");

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Puts a file into the project's folder.</summary>
    public void Add(string file, byte[] content) => File.WriteAllBytes(Path.Combine(_folder.FullName, file), content);

    /// <summary>Builds the project, without warnings.</summary>
    /// <param name="model">The file it lists as CnnModel.</param>
    /// <param name="settings">Environment variables of the build.</param>
    public void Build(string model, params (string Name, string Value)[] settings)
    {
        File.WriteAllText(Path.Combine(_folder.FullName, name + ".csproj"), Project(model));
        string built = Run(
            settings, "build", "-c", "Release", "-o", Path.Combine(_folder.FullName, "out"), "-nodeReuse:false", "-p:UseSharedCompilation=false");
        Assert.DoesNotContain("warning", built.Replace("0 Warning(s)", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The bytes of what was generated for a class.</summary>
    public long GeneratedLength(string className) =>
        new FileInfo(Directory.EnumerateFiles(_folder.FullName, className + ".g.cs", SearchOption.AllDirectories).Single()).Length;

    /// <summary>Runs the program and returns the lines it prints.</summary>
    public string[] Start() =>
        Run([], Path.Combine(_folder.FullName, "out", name + ".dll")).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>A project file that takes from this run's folder what the package would bring.</summary>
    private static string Project(string model)
    {
        string build = Path.Combine(Repository.Folder, "src", "CnnCompiler", "build");
        string bin = AppContext.BaseDirectory;
        return $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <EmitCompilerGeneratedFiles>true</EmitCompilerGeneratedFiles>
              </PropertyGroup>
              <Import Project="{Path.Combine(build, "CnnCompiler.props")}" />
              <ItemGroup>
                <Reference Include="{Path.Combine(bin, "CnnCompiler.dll")}" />
                <Analyzer Include="{Path.Combine(bin, "CnnCompiler.Generator.dll")}" />
                <CnnModel Include="{model}" />
              </ItemGroup>
              <Import Project="{Path.Combine(build, "CnnCompiler.targets")}" />
            </Project>
            """;
    }

    private string Run((string Name, string Value)[] settings, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _folder.FullName };
        // What the running test host was started with is not meant for a build of its own.
        foreach (string variable in start.Environment.Keys.Where(key => key.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
            start.Environment.Remove(variable);
        foreach (var (key, value) in settings)
            start.Environment[key] = value;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        string text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, text + error.Result);
        return text;
    }
}
