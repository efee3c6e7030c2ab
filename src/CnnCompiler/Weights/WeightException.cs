namespace CnnCompiler.Weights;

/// <summary>A weight file is not what the net needs. The message names the file or tensor, what was expected and what was found.</summary>
/// <param name="message">The text for the person who brought the file.</param>
/// <param name="inner">The cause, where there is one.</param>
public sealed class WeightException(string message, Exception? inner = null) : IOException(message, inner);
