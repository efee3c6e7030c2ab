using System.Diagnostics;
using Faces.Imaging;

namespace CnnCompiler.Samples.Tests.FaceSample;

/// <summary>The sample as a user builds it with the model, which is not part of the project.</summary>
public sealed class FaceModelTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("faces");

    public void Dispose() => _directory.Delete(recursive: true);

    [FaceModelFact]
    public void BuiltWithTheModel_ItFindsTheFaces()
    {
        string project = Path.Combine(Repository.Folder, "samples", "Faces", "Faces.csproj");
        string model = Path.Combine(FaceModelFactAttribute.Data!, "onnx-models", "rfb320_nopost.onnx");
        // No build server may keep files of the temporary folder open, or the flags of the run that started it.
        var build = Run("dotnet", "build", project, "-c", "Release", $"-p:FaceModel={model}", "--artifacts-path", _directory.FullName,
            "-nodeReuse:false", "-p:UseSharedCompilation=false", "-p:RunAnalyzers=false");
        Assert.True(build.Code == 0, build.Output + build.Error);

        string program = Directory.EnumerateFiles(Path.Combine(_directory.FullName, "bin", "Faces"), "Faces.dll", SearchOption.AllDirectories).Single();
        string image = Path.Combine(FaceModelFactAttribute.Data!, "images", "linzaer_1_320x240.ppm");
        string boxed = Path.Combine(_directory.FullName, "boxed.png");
        var find = Run("dotnet", program, image, "--out", boxed);
        Assert.Equal((0, ""), (find.Code, find.Error));
        Assert.Contains(" faces of 86 anchors above 0.7 ", find.Output);
        string[] faces = [.. find.Output.Split('\n').Where(line => line.StartsWith("face ", StringComparison.Ordinal))];
        Assert.InRange(faces.Length, 40, 48);
        Assert.NotEqual(ImageFile.Read(image).Pixels, ImageFile.Read(boxed).Pixels);
    }

    private static (int Code, string Output, string Error) Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        // What the running test host was started with is not meant for a build of its own.
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
            start.Environment.Remove(name);
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }
}

/// <summary>A test on the face detector, which is not part of the project: it is skipped, and says so, where shared/data does not lie beside it.</summary>
public sealed class FaceModelFactAttribute : FactAttribute
{
    public FaceModelFactAttribute() =>
        Skip = Data is null ? "The face detector is not there: put onnx-models/rfb320_nopost.onnx and images into ../shared/data beside the project." : null;

    /// <summary>The folder with the models and images, or null.</summary>
    public static string? Data { get; } = Find();

    private static string? Find()
    {
        string folder = Path.GetFullPath(Path.Combine(Repository.Folder, "..", "shared", "data"));
        return File.Exists(Path.Combine(folder, "onnx-models", "rfb320_nopost.onnx")) && Directory.Exists(Path.Combine(folder, "images")) ? folder : null;
    }
}
