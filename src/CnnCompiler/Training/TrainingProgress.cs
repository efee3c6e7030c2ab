namespace CnnCompiler.Training;

/// <summary>How far training is.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Epochs">The number of epochs.</param>
/// <param name="Step">Steps made in this epoch, from 1.</param>
/// <param name="Steps">Steps of an epoch.</param>
/// <param name="Loss">The mean loss of this epoch so far.</param>
/// <param name="ImagesPerSecond">Examples learned from a second in this epoch, validation not counted.</param>
/// <param name="EpochEnded">Whether the epoch is over; only then there are validation results.</param>
/// <param name="ValidationLoss">The mean loss on the validation data, if there is any.</param>
/// <param name="ValidationAccuracy">The share of right answers on the validation data, if there is any and it has classes.</param>
public readonly record struct TrainingProgress(
    int Epoch, int Epochs, int Step, int Steps, double Loss, double ImagesPerSecond,
    bool EpochEnded = false, double? ValidationLoss = null, double? ValidationAccuracy = null);
