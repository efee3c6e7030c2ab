using System.Runtime.CompilerServices;

namespace CnnCompiler.Generator.Tests.Pipeline;

/// <summary>The compiler behind the front door can be called by a command-line tool: it names no type of the C# compiler's.</summary>
public class RoomRulesTests
{
    private static readonly string[] Rooms = ["Graph", "Passes", "Planning", "Kernels", "Emit", "Weights", "Onnx"];

    [Fact]
    public void Rooms_BehindTheFrontDoor_NameNoRoslynType()
    {
        string generator = Path.Combine(Root(), "generator", "CnnCompiler.Generator");
        string[] files =
        [
            .. Rooms.Select(room => Path.Combine(generator, room)).Where(Directory.Exists)
                .SelectMany(room => Directory.EnumerateFiles(room, "*.cs", SearchOption.AllDirectories)),
            Path.Combine(generator, "ModelCompiler.cs"),
        ];
        Assert.NotEmpty(files);
        Assert.DoesNotContain(files, file => File.ReadAllText(file).Contains("Microsoft.CodeAnalysis", StringComparison.Ordinal));
    }

    [Fact]
    public void Rooms_BehindTheFrontDoor_UseNoFrontEnd()
    {
        string generator = Path.Combine(Root(), "generator", "CnnCompiler.Generator");
        foreach (string room in Rooms.Select(room => Path.Combine(generator, room)).Where(Directory.Exists))
            foreach (string file in Directory.EnumerateFiles(room, "*.cs", SearchOption.AllDirectories))
                Assert.DoesNotContain("CnnCompiler.Generator.Declarations", File.ReadAllText(file), StringComparison.Ordinal);
    }

    private static string Root([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", ".."));
}
