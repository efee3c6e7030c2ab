namespace Digits.Commands;

/// <summary>What the user asked of a training run.</summary>
/// <param name="Mnist">The directory of the MNIST files, or null to train on drawn digits.</param>
/// <param name="Epochs">How often every image is seen, or null for what suits the images.</param>
/// <param name="File">Where the weights go.</param>
/// <param name="Seed">The same seed gives the same weights.</param>
/// <param name="Resume">Whether to go on with a run that was stopped.</param>
internal sealed record TrainRequest(string? Mnist, int? Epochs, string File, int Seed, bool Resume = false);
