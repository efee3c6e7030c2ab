using System.Globalization;
using CnnCompiler.Report;
using CnnCompiler.Training;
using Digits;
using Digits.Data;
using Mechanisms.Experiment;
using Mechanisms.Measurements;
using Mechanisms.Tour;

namespace Mechanisms.Chapters;

/// <summary>Backpropagation through everything above.</summary>
internal static class Learning
{
    private const int Images = 3000;
    private const int Epochs = 4;

    public static Chapter Chapter { get; } = new("learning", "Learning", "filters need not be made by hand: backpropagation finds them, through all of the above.", Show);

    private static void Show(ChapterWriter output, TourSettings settings)
    {
        output.Text("Every kind of layer of the tour in one net. The gradients that backpropagation finds are compared with what the loss does when a weight is moved a little.");
        output.Code(GradientCheck.Text);
        double worst = GradientCheck.Run();
        output.Check("Backpropagation agrees with the slope of the loss (within 2 % of the largest)", "yes", worst < 0.02 ? "yes" : "no", $"largest difference {Text.Percent(worst, 2)}");

        var network = new Network(DigitClassifier.Architecture, seed: 1);
        var (training, test) = (HandwrittenDigits.Draw(Images, seed: 201), HandwrittenDigits.Draw(1000, seed: 202));
        double before = Evaluation.Of(network, test).Accuracy!.Value;
        Picture first = Filters(network);
        var history = new Trainer(network, new TrainingOptions { Optimizer = new Adam(2e-3f), Schedule = Schedule.Cosine(0.01), Epochs = Epochs, Seed = 1, Validation = test }).Train(training);
        output.Text(string.Create(CultureInfo.InvariantCulture, $"The net of the sample Digits, from random filters, on {Images:N0} drawn digits:"));
        output.Picture("filters-before", first, "Eight random 3x3 filters as heat maps.", "The first layer's filters before training.");
        output.Picture("filters-after", Filters(network), "The same filters after training: several have become edges in one direction.", "The same filters after training.");
        output.Plot("loss", Plot.Lines("epoch", "loss",
            [
                new PlotLine("training", [.. history.Epochs.Select(epoch => ((double)epoch.Epoch, epoch.Loss))]),
                new PlotLine("digits not learned from", [.. history.Epochs.Select(epoch => ((double)epoch.Epoch, epoch.ValidationLoss ?? double.NaN))]),
            ]),
            $"Plot of the loss falling from epoch 1 to {Epochs}, for digits learned from and for others.", "The loss falls on digits it learns from and on others.");
        double after = history.Epochs[^1].ValidationAccuracy!.Value;
        output.Measure("Digits right before training", Text.Percent(before));
        output.Measure("Digits right after training", Text.Percent(after));
        output.Compare("It learns (more than nine in ten of digits it has not seen)", "yes", after > 0.9 ? "yes" : "no");
    }

    private static Picture Filters(Network network)
    {
        var weights = network.Parameters[0];
        return Picture.Tile([.. Enumerable.Range(0, weights.Shape[0]).Select(filter => Picture.RedBlue(weights.Values.Slice(9 * filter, 9), 3, 3, cell: 20))], 4);
    }
}
