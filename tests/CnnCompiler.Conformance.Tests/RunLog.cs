using Xunit.Abstractions;
using Xunit.Sdk;

namespace CnnCompiler.Conformance.Tests;

/// <summary>Prints into the test run, also of tests that pass.</summary>
public sealed class RunLog(IMessageSink sink)
{
    /// <summary>Prints a line.</summary>
    public void Write(string line) => sink.OnMessage(new DiagnosticMessage(line));
}
