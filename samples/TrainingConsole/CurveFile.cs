using System.Text;
using CnnCompiler.Report;
using CnnCompiler.Weights;

namespace TrainingConsole;

/// <summary>A picture of a run, made of its log.</summary>
internal static class CurveFile
{
    /// <summary>Draws the curve as an SVG file, whole or not at all.</summary>
    /// <param name="log">The run's log.</param>
    /// <param name="path">Where to.</param>
    /// <exception cref="IOException">The log is not what a run writes, or a file cannot be read or written.</exception>
    public static void Draw(string log, string path) =>
        WholeFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(LearningCurve.Draw(LoggedEpoch.ReadLog(log)))));
}
