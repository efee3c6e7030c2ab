namespace CnnCompiler.Training;

/// <summary>What a training run did.</summary>
/// <param name="Epochs">The finished epochs in order.</param>
/// <param name="Cancelled">Whether the run was stopped before its last epoch was over; the network keeps what it had learned by then.</param>
public sealed record TrainingHistory(IReadOnlyList<EpochRecord> Epochs, bool Cancelled)
{
    /// <summary>Whether <see cref="TrainingOptions.Patience"/> ended the run before its last epoch.</summary>
    public bool StoppedEarly { get; init; }

    /// <summary>The best epoch, from 1, where <see cref="TrainingOptions.KeepBest"/> or <see cref="TrainingOptions.Patience"/> asked for it and there was one.</summary>
    public int? BestEpoch { get; init; }
}

/// <summary>What an epoch did.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Loss">The mean loss over its examples, each measured as it was learned from.</param>
/// <param name="Seconds">How long it took, validation not counted.</param>
/// <param name="ImagesPerSecond">Examples learned from a second.</param>
/// <param name="ValidationLoss">The mean loss on the validation data, if there was any.</param>
/// <param name="ValidationAccuracy">The share of right answers on the validation data, if there was any and it has classes.</param>
public sealed record EpochRecord(int Epoch, double Loss, double Seconds, double ImagesPerSecond, double? ValidationLoss, double? ValidationAccuracy);
