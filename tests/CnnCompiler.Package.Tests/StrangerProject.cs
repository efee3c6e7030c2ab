using System.Globalization;

namespace CnnCompiler.Package.Tests;

/// <summary>A console project as someone who has only the package makes it: outside of this tree, with a model and a few lines of code.</summary>
internal sealed class StrangerProject : IDisposable
{
    private const string Program = """
        using CnnCompiler;
        using CnnCompiler.Inference;

        var output = new float[Net.OutputLength];
        Net.Predict(System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(args[0])), output);
        Console.WriteLine(ModelInfo.InstructionSet);
        foreach (float value in output)
            Console.WriteLine(BitConverter.SingleToUInt32Bits(value));

        [CnnModel("digits.safetensors")]
        [Input(28, 28, 1)]
        [Conv2D(8, 3), ReLU, MaxPool(2)]
        [Conv2D(16, 3), ReLU, MaxPool(2)]
        [Flatten, Dense(10), Softmax]
        public sealed partial class Net;
        """;

    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            <TrimmerSingleWarn>false</TrimmerSingleWarn>
            <EmitCompilerGeneratedFiles>true</EmitCompilerGeneratedFiles>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="CnnCompiler" Version="{0}" />
            <CnnModel Include="digits.safetensors" />
          </ItemGroup>
        </Project>
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly (string, string)[] _settings;

    public StrangerProject(PackedPackage package)
    {
        _settings = [("NUGET_PACKAGES", package.Cache)];
        File.WriteAllText(PathOf("nuget.config"), package.Configuration);
        File.WriteAllText(PathOf("Stranger.csproj"), string.Format(CultureInfo.InvariantCulture, Project, package.Version));
        File.WriteAllText(PathOf("Program.cs"), Program);
        File.WriteAllBytes(PathOf("input.bin"), Fixture.InputBytes);
        File.Copy(Fixture.Weights, Weights);
    }

    /// <summary>Makes the class a whole ONNX model instead of a declared net with weights.</summary>
    public void UseOnnx()
    {
        string program = File.ReadAllText(PathOf("Program.cs"));
        int declaration = program.IndexOf("[CnnModel", StringComparison.Ordinal);
        File.WriteAllText(PathOf("Program.cs"), program[..declaration] + "[CnnModel(\"digits.onnx\")]\npublic sealed partial class Net;\n");
        string project = File.ReadAllText(PathOf("Stranger.csproj"));
        File.WriteAllText(PathOf("Stranger.csproj"), project.Replace("digits.safetensors", "digits.onnx", StringComparison.Ordinal));
        Fixture.WriteOnnx(PathOf("digits.onnx"));
    }

    /// <summary>The weight file.</summary>
    public string Weights => PathOf("digits.safetensors");

    /// <summary>The built assembly.</summary>
    public string Assembly => PathOf("bin", "Release", "net10.0", "Stranger.dll");

    /// <summary>The generated source.</summary>
    public string Generated => Assert.Single(Directory.GetFiles(PathOf("obj", "Release", "net10.0", "generated"), "*.g.cs", SearchOption.AllDirectories));

    public string PathOf(params string[] parts) => _folder.File(parts);

    /// <summary>Builds; the build must succeed.</summary>
    /// <returns>What it said.</returns>
    public string Build(params string[] options) => Call(["build", "-c", "Release", .. options]);

    /// <summary>Publishes for this machine; that must succeed.</summary>
    /// <returns>What the build said.</returns>
    public string Publish(string folder, params string[] options) => Call(["publish", "-c", "Release", "-r", "linux-x64", "-o", PathOf(folder), .. options]);

    /// <summary>Builds, whether it succeeds or not.</summary>
    public Tool.Outcome TryBuild(params string[] options) => Tool.Try(Tool.Dotnet, PathOf(), _settings, [], ["build", "-c", "Release", .. options]);

    /// <summary>Runs the built assembly on the fixture's input.</summary>
    /// <returns>The path and the outputs.</returns>
    public (string Path, float[] Outputs) Run(params (string, string)[] settings) =>
        Read(Tool.Try(Tool.Dotnet, PathOf(), settings, [], Assembly, PathOf("input.bin")));

    /// <summary>Runs a published program on the fixture's input.</summary>
    public (string Path, float[] Outputs) RunPublished(string folder) => Read(Tool.Try(PathOf(folder, "Stranger"), PathOf(), [], [], PathOf("input.bin")));

    public void Dispose() => _folder.Dispose();

    private string Call(string[] arguments)
    {
        var outcome = Tool.Try(Tool.Dotnet, PathOf(), _settings, [], arguments);
        Assert.True(outcome.ExitCode == 0, $"dotnet {string.Join(' ', arguments)} ended with {outcome.ExitCode}:\n{outcome.Output}\n{outcome.Errors}");
        return outcome.Output;
    }

    private static (string, float[]) Read(Tool.Outcome outcome)
    {
        Assert.True(outcome.ExitCode == 0, $"The program ended with {outcome.ExitCode}:\n{outcome.Output}\n{outcome.Errors}");
        return (outcome.Lines[0], [.. outcome.Lines[1..].Select(line => BitConverter.UInt32BitsToSingle(uint.Parse(line, CultureInfo.InvariantCulture)))]);
    }
}
