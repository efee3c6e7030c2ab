using System.Xml.Linq;

namespace CnnCompiler.Package.Tests;

/// <summary>The package as someone meets it who has nothing else.</summary>
public sealed class PackageTests(PackedPackage package) : IClassFixture<PackedPackage>
{
    [Fact]
    public void Package_HoldsWhatItPromises()
    {
        var entries = package.Entries();
        Assert.All(
            new[]
            {
                "lib/net10.0/CnnCompiler.dll", "lib/net10.0/CnnCompiler.xml", "analyzers/dotnet/cs/CnnCompiler.Generator.dll",
                "build/net10.0/CnnCompiler.props", "build/net10.0/CnnCompiler.targets",
                "buildTransitive/net10.0/CnnCompiler.props", "buildTransitive/net10.0/CnnCompiler.targets",
                "README.md", "CHANGELOG.md", "LICENSE",
            },
            name => Assert.Contains(name, entries));
        Assert.Single(entries, name => name.StartsWith("analyzers/", StringComparison.Ordinal));
        Assert.Single(entries, name => name.StartsWith("lib/", StringComparison.Ordinal) && name.EndsWith(".dll", StringComparison.Ordinal));
    }

    [Fact]
    public void Package_DependsOnNothing()
    {
        var specification = XDocument.Parse(package.Read("CnnCompiler.nuspec"));
        Assert.DoesNotContain(specification.Descendants(), element => element.Name.LocalName == "dependency");
        Assert.Contains(specification.Descendants(), element => element.Name.LocalName == "license" && element.Value == "MIT");
    }

    [Fact]
    public void Stranger_BuildsRunsAndRebuilds()
    {
        using var project = new StrangerProject(package);
        Assert.Contains("0 Warning(s)", project.Build(), StringComparison.Ordinal);
        AssertClose(Fixture.Answer, project.Run().Outputs);

        // Nothing changed: nothing is generated or compiled.
        var (compiled, generated) = (File.GetLastWriteTimeUtc(project.Assembly), File.GetLastWriteTimeUtc(project.Generated));
        project.Build();
        Assert.Equal((compiled, generated), (File.GetLastWriteTimeUtc(project.Assembly), File.GetLastWriteTimeUtc(project.Generated)));

        // Other weights with the same time stamp and length: the odds of digit 3 grow by e^2.
        var stamp = File.GetLastWriteTimeUtc(project.Weights);
        Fixture.WriteBiased(project.Weights, digit: 3, more: 2);
        File.SetLastWriteTimeUtc(project.Weights, stamp);
        project.Build();
        float[] odds = [.. Fixture.Answer.Select((value, digit) => digit == 3 ? value * MathF.Exp(2) : value)];
        AssertClose([.. odds.Select(value => value / odds.Sum())], project.Run().Outputs);

        File.Delete(project.Weights);
        Assert.Contains("warning CNN0101", project.Build(), StringComparison.Ordinal);
    }

    [Fact]
    public void OldCompiler_IsOneReadableError()
    {
        using var project = new StrangerProject(package);
        // What the build of an SDK with Roslyn 4.8 says of itself.
        var outcome = project.TryBuild("-p:CompilerApiVersion=roslyn4.8");
        Assert.NotEqual(0, outcome.ExitCode);
        Assert.Contains("1 Error(s)", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("error CNN0204: CnnCompiler needs the C# compiler 4.12 or later", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void OldLanguage_IsOneReadableError()
    {
        using var project = new StrangerProject(package);
        var outcome = project.TryBuild("-p:LangVersion=12");
        Assert.NotEqual(0, outcome.ExitCode);
        Assert.Contains("error CNN0201: The code generated for Net needs C# 13", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void OldFramework_IsOneReadableError()
    {
        using var project = new StrangerProject(package);
        string file = project.PathOf("Stranger.csproj");
        File.WriteAllText(file, File.ReadAllText(file).Replace("net10.0", "net8.0", StringComparison.Ordinal));
        var outcome = project.TryBuild();
        Assert.NotEqual(0, outcome.ExitCode);
        Assert.Contains("error NU1202: Package CnnCompiler", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("1 Error(s)", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void NativeExport_BringsAHeaderWithTheBuild()
    {
        using var project = new StrangerProject(package);
        string program = File.ReadAllText(project.PathOf("Program.cs")).Replace("safetensors\")", "safetensors\", NativeExport = \"stranger\")", StringComparison.Ordinal);
        File.WriteAllText(project.PathOf("Program.cs"), program);
        Assert.Contains("0 Warning(s)", project.Build("-p:NativeLib=Shared"), StringComparison.Ordinal);
        string header = File.ReadAllText(project.PathOf("bin", "Release", "net10.0", "stranger.h")).ReplaceLineEndings("\n");
        Assert.StartsWith("/* stranger.h: ", header, StringComparison.Ordinal);
        Assert.Contains("#define STRANGER_INPUT_LENGTH 784 ", header, StringComparison.Ordinal);
        Assert.Contains(
            "\nint32_t stranger_predict(const float *input, int64_t input_length, float *output, int64_t output_length);\n", header, StringComparison.Ordinal);
        Assert.EndsWith("#endif", header.TrimEnd(), StringComparison.Ordinal);

        // The class has another name now; what it generated before is left over.
        program = program.Replace("class Net;", "class Renamed;", StringComparison.Ordinal).Replace("Net.", "Renamed.", StringComparison.Ordinal);
        File.WriteAllText(project.PathOf("Program.cs"), program);
        Assert.Contains("error CNN0205: Two classes have the same NativeExport", project.TryBuild("-p:NativeLib=Shared").Output, StringComparison.Ordinal);
    }

    [AheadOfTimeFact]
    public void Stranger_PublishesTrimmed()
    {
        using var project = new StrangerProject(package);
        string said = project.Publish("trimmed", "--self-contained", "-p:PublishTrimmed=true");
        Assert.DoesNotContain("warning", said, StringComparison.Ordinal);
        AssertClose(Fixture.Answer, project.RunPublished("trimmed").Outputs);
    }

    [FmaFact]
    public void Stranger_PublishesAheadOfTime()
    {
        using var project = new StrangerProject(package);
        string said = project.Publish("fast", "-p:PublishAot=true", "-p:IlcInstructionSet=x86-64-v3");
        Assert.DoesNotContain("warning", said, StringComparison.Ordinal);
        Assert.DoesNotContain("IlcInstructionSet", said, StringComparison.Ordinal);
        project.Build();
        var (path, outputs) = project.Run(("DOTNET_EnableAVX512", "0"));
        Assert.Equal("256-bit vectors with FMA", path);
        Assert.Equal((path, Bits(outputs)), (project.RunPublished("fast").Path, Bits(project.RunPublished("fast").Outputs)));
    }

    [FmaFact]
    public void Stranger_PublishesAnOnnxModelAheadOfTime()
    {
        using var project = new StrangerProject(package);
        project.UseOnnx();
        string said = project.Publish("onnx", "-p:PublishAot=true", "-p:IlcInstructionSet=x86-64-v3");
        Assert.DoesNotContain("warning", said, StringComparison.Ordinal);
        var (path, outputs) = project.RunPublished("onnx");
        AssertClose(Fixture.Answer, outputs);
        Assert.Contains("0 Warning(s)", project.Build(), StringComparison.Ordinal);
        Assert.Equal((path, Bits(outputs)), (path, Bits(project.Run(("DOTNET_EnableAVX512", "0")).Outputs)));
    }

    [AheadOfTimeFact]
    public void Stranger_PublishesAheadOfTimeForEveryProcessor()
    {
        using var project = new StrangerProject(package);
        string said = project.Publish("slow", "-p:PublishAot=true");
        Assert.DoesNotContain("warning", said, StringComparison.Ordinal);
        Assert.Single(said.Split('\n'), line => line.Contains("<IlcInstructionSet>x86-64-v3</IlcInstructionSet>", StringComparison.Ordinal));
        project.Build();
        var (path, outputs) = project.Run(("DOTNET_EnableAVX2", "0"));
        Assert.Equal("128-bit vectors without FMA", path);
        Assert.Equal((path, Bits(outputs)), (project.RunPublished("slow").Path, Bits(project.RunPublished("slow").Outputs)));
    }

    private static string Bits(float[] values) => string.Join(' ', values.Select(value => BitConverter.SingleToUInt32Bits(value).ToString("x8", null)));

    private static void AssertClose(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.InRange(pair.Second, pair.First - 1e-5f, pair.First + 1e-5f));
    }
}
