namespace CnnCompiler.Training;

/// <summary>Training cannot go on, because the loss or the data are no numbers any more. The message says where, and what to try.</summary>
/// <param name="message">The text for the person who trains.</param>
public sealed class TrainingException(string message) : Exception(message);
