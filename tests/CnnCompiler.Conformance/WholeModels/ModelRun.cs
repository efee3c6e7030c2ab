using System.Globalization;
using CnnCompiler.Oracle.Models;
using CnnCompiler.Testing.Models;
using Google.Protobuf;

namespace CnnCompiler.Conformance.WholeModels;

/// <summary>Compares a whole model with ONNX Runtime on a few random inputs.</summary>
internal static class ModelRun
{
    private const int Inputs = 3;

    /// <summary>Compiles and compares.</summary>
    /// <param name="subject">The model file.</param>
    public static Finding Compare(Subject subject)
    {
        try
        {
            byte[] model = ModelEditing.WithValues(File.ReadAllBytes(subject.Path), Path.GetDirectoryName(Path.GetFullPath(subject.Path))!);
            double largest = 0;
            for (int seed = 1; seed <= Inputs; seed++)
            {
                var report = ModelVerifier.Compare(model, new VerificationOptions { Seed = seed });
                if (report.Refusals.Count > 0)
                    return new Finding(subject.Name, Verdict.Unsupported, string.Join(" | ", report.Refusals));
                if (!report.Agrees)
                    return new Finding(subject.Name, Verdict.Failed, string.Create(CultureInfo.InvariantCulture, $"inputs of seed {seed}: {report}"));
                largest = Math.Max(largest, report.LargestDifference);
            }
            return new Finding(subject.Name, Verdict.Passed, string.Create(CultureInfo.InvariantCulture, $"largest difference {largest:0.0e-0} of the largest output"));
        }
        catch (Exception problem) when (problem is NotSupportedException or InvalidDataException or InvalidProtocolBufferException or InvalidOperationException
            or IOException or Microsoft.ML.OnnxRuntime.OnnxRuntimeException)
        {
            return new Finding(subject.Name, Verdict.Failed, problem.Message);
        }
    }
}
