using CnnCompiler.Inference;
using Mechanisms.Measurements;
using Mechanisms.Nets;
using Mechanisms.Tour;

namespace Mechanisms.Chapters;

/// <summary>The flipped kernel against the kernel as it is.</summary>
internal static class ConvolutionAndCorrelation
{
    public static Chapter Chapter { get; } = new(
        "convolution", "Convolution, 1-D and 2-D",
        "the mathematical convolution flips its kernel before it slides it; convolutional nets do not, and compute the cross-correlation.", Show);

    private static void Show(ChapterWriter output, TourSettings settings)
    {
        output.Text("An input that is 1 at one place and 0 elsewhere shows the difference: a convolution answers with its kernel, a cross-correlation with its kernel flipped.");
        output.Declared<Correlation1>();
        output.Declared<Convolution1>();
        output.Check("1-D, kernel 1 2 4 as it is", "4 2 1", Around<Correlation1>(9, 1), "the answer to a single 1");
        output.Check("1-D, kernel flipped to 4 2 1", "1 2 4", Around<Convolution1>(9, 1), "the convolution with 1 2 4");
        output.Declared<Correlation2>();
        output.Declared<Convolution2>();
        output.Check("2-D, kernel 1 to 9 as it is", "9 8 7 6 5 4 3 2 1", Around<Correlation2>(7, 2));
        output.Check("2-D, kernel turned by 180 degrees", "1 2 3 4 5 6 7 8 9", Around<Convolution2>(7, 2));
        float[] values = new float[49];
        values[3 * 7 + 3] = 1;
        output.Picture("answer-correlation", CnnCompiler.Report.Picture.Grey(Running.Predict<Correlation2>(values), 5, 5, cell: 24),
            "The answer of the cross-correlation to one bright pixel: 9 in the upper left to 1 in the lower right.", "Cross-correlation: the kernel comes out turned.");
        output.Picture("answer-convolution", CnnCompiler.Report.Picture.Grey(Running.Predict<Convolution2>(values), 5, 5, cell: 24),
            "The answer of the convolution to one bright pixel: 1 in the upper left to 9 in the lower right.", "Convolution: the kernel comes out as it is.");
    }

    /// <summary>What is not 0 in the answer to a single 1 in the middle.</summary>
    private static string Around<TNet>(int side, int axes)
        where TNet : IFloatModel<TNet>
    {
        float[] input = new float[TNet.InputLength];
        input[axes == 1 ? side / 2 : side / 2 * side + side / 2] = 1;
        return string.Join(' ', Running.Predict<TNet>(input).Where(value => value != 0).Select(value => Text.Number(value, 0)));
    }
}
