namespace CnnCompiler.Generator.Graph;

/// <summary>A name for an inner value, so that it can be shown or compared.</summary>
internal sealed record Tap(string Name, Value Value);
