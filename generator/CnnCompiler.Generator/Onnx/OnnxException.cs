namespace CnnCompiler.Generator.Onnx;

/// <summary>An ONNX file is not what it should be. The message says what was expected, what was found and where.</summary>
internal sealed class OnnxException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>A sound model asks for something that this compiler cannot do; the message says what.</summary>
internal sealed class UnsupportedException(string message) : Exception(message);
