using System.CommandLine;
using System.Globalization;
using Faces.Detection;
using Faces.Imaging;

namespace Faces;

/// <summary>The arguments, and what is done with them.</summary>
internal static class CommandLine
{
    /// <summary>What the user gave cannot be used: the exit code that the shell's own tools take for it.</summary>
    public const int UsageError = 2;

    private const string HowToBuild =
        "This program was built without its model. Get version-RFB-320.onnx of Ultra-Light-Fast-Generic-Face-Detector-1MB, " +
        "then run \"dotnet run -c Release --project samples/Faces -p:FaceModel=PATH -- IMAGE\" with the absolute path of that file.";

    /// <summary>Runs the program.</summary>
    /// <param name="args">The arguments, without the program's name.</param>
    /// <param name="open">Makes the finder of faces; null where the program was built without its model.</param>
    /// <param name="output">The faces, a line each.</param>
    /// <param name="error">One sentence where something is wrong with what the user gave.</param>
    /// <returns>0, or <see cref="UsageError"/>.</returns>
    public static int Run(IReadOnlyList<string> args, Func<FaceFinder>? open, TextWriter output, TextWriter error)
    {
        var image = new Argument<string>("image") { Description = "A PNG, JPEG or PPM image." };
        var file = new Option<string>("--out") { HelpName = "FILE", Description = "The PNG file with the faces boxed.", DefaultValueFactory = _ => "faces.png" };
        var root = new RootCommand("Finds faces with a neural network compiled into C#.") { image, file };
        root.SetAction(parsed => Find(parsed.GetRequiredValue(image), parsed.GetRequiredValue(file), open!(), output));
        try
        {
            var parsed = root.Parse(args);
            // What is missing from the build is said first: no arguments could make up for it.
            if (open is null && parsed.Action is not System.CommandLine.Help.HelpAction)
                throw new FacesException(HowToBuild);
            if (parsed.Errors.Count > 0)
                throw new FacesException($"{parsed.Errors[0].Message.TrimEnd('.')}. See --help.");
            return parsed.Invoke(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
        }
        catch (FacesException problem)
        {
            error.WriteLine(problem.Message);
            return UsageError;
        }
    }

    private static int Find(string imageFile, string file, FaceFinder finder, TextWriter output)
    {
        var image = ImageFile.Read(imageFile);
        var found = finder.Find(image);
        foreach (var face in found.Faces)
        {
            var (left, top, right, bottom) = face.Pixels(image);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"face {face.Score:F3} from {left},{top} to {right},{bottom}"));
        }
        foreach (var face in found.Faces)
            BoxPainter.Draw(image, face);
        ImageFile.WritePng(image, file);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{found.Faces.Count} faces of {found.Candidates} anchors above {FaceFinder.LeastScore} in {found.Milliseconds:F1} ms, drawn into {file}"));
        return 0;
    }
}
