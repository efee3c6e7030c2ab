namespace TrainingConsole;

/// <summary>Turns the first Ctrl-C into a request to stop; the second ends the program as usual.</summary>
public sealed class Interrupt : IDisposable
{
    private readonly CancellationTokenSource _source = new();

    public Interrupt() => Console.CancelKeyPress += Stop;

    /// <summary>Is cancelled by Ctrl-C.</summary>
    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        Console.CancelKeyPress -= Stop;
        _source.Dispose();
    }

    private void Stop(object? sender, ConsoleCancelEventArgs key)
    {
        key.Cancel = !_source.IsCancellationRequested;
        _source.Cancel();
    }
}
