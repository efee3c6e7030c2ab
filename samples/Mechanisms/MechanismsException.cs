namespace Mechanisms;

/// <summary>What the user gave cannot be used; the message is one sentence for them.</summary>
internal sealed class MechanismsException(string message, Exception? inner = null) : Exception(message, inner);
