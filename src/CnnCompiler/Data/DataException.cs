namespace CnnCompiler.Data;

/// <summary>A file with data is not what it should be. The message names the file, what was expected and what was found.</summary>
/// <param name="message">The text for the person who brought the file.</param>
/// <param name="inner">The cause, where there is one.</param>
public sealed class DataException(string message, Exception? inner = null) : IOException(message, inner);
