using CnnCompiler.Data;

namespace Digits.Data;

/// <summary>The MNIST files of a folder the user names.</summary>
internal static class MnistFiles
{
    /// <summary>The images to train on.</summary>
    /// <exception cref="DigitsException">The folder or a file is not there or damaged; the message is one sentence.</exception>
    public static IdxDataSet OpenTrain(string directory) => Open(directory, Mnist.Train);

    /// <summary>The images to test on.</summary>
    /// <exception cref="DigitsException">The folder or a file is not there or damaged; the message is one sentence.</exception>
    public static IdxDataSet OpenTest(string directory) => Open(directory, Mnist.Test);

    private static IdxDataSet Open(string directory, Func<string, CnnCompiler.Input, IdxDataSet> open)
    {
        if (!Directory.Exists(directory))
            throw new DigitsException($"There is no directory {directory}: --mnist takes the directory that holds the four MNIST files.");
        try
        {
            var images = open(directory, DigitClassifier.Architecture.Input);
            var (found, taken) = (images.InputShape, DigitClassifier.Architecture.InputShape);
            return found == taken ? images : throw new DigitsException($"The images in {directory} are {found} pixels, and the net takes {taken}.");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new DigitsException(problem.Message, problem);
        }
    }
}
