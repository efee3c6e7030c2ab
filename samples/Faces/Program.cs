using Faces.Detection;

namespace Faces;

/// <summary>Finds faces in an image with a compiled detector.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
#if FACE_MODEL
        return CommandLine.Run(args, FaceFinder.Of<FaceDetector>, Console.Out, Console.Error);
#else
        return CommandLine.Run(args, null, Console.Out, Console.Error);
#endif
    }
}
