namespace Faces;

/// <summary>Something the user gave the program cannot be used. The message is the one sentence the user reads.</summary>
internal sealed class FacesException(string message, Exception? cause = null) : Exception(message, cause);
