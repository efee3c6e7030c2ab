namespace CnnCompiler.Inference;

/// <summary>
/// Work in parts that the calling thread shares with threads of the pool. Each has a run of parts of its own, since what lies side by side is in the caches of
/// who made it, and helps with those of others when it is done; so a pool without a free thread holds nobody up: the caller then does them all. When a
/// call returns, no thread works or waits for it any more.
/// </summary>
/// <remarks>One object serves one calling thread; it may be queued again as soon as a call has returned. Queueing it allocates nothing of its own.</remarks>
internal abstract class PoolWork : IThreadPoolWorkItem
{
    /// <summary>Numbers from one run's counter to the next: two cache lines, which processors fetch together.</summary>
    private const int Apart = 32;

    private int[] _next = [];
    private int _parts;
    private int _helpers;
    private int _joined;
    private int _active;
    private int _open;

    /// <summary>Does one part.</summary>
    /// <param name="part">Which one, from 0.</param>
    /// <param name="worker">Who does it: 0 is the caller. No two threads are the same worker at a time.</param>
    protected abstract void Run(int part, int worker);

    /// <summary>Does all parts.</summary>
    /// <param name="parts">The number of parts.</param>
    /// <param name="workers">The most threads that may work on them, the caller included.</param>
    protected void Share(int parts, int workers)
    {
        (_parts, _helpers, _joined) = (parts, Math.Min(workers, parts) - 1, 0);
        if (_next.Length < (_helpers + 1) * Apart)
            _next = new int[(_helpers + 1) * Apart];
        for (int worker = 0; worker <= _helpers; worker++)
            _next[worker * Apart] = FirstOf(worker);
        Interlocked.Exchange(ref _open, 1);
        try
        {
            for (int helper = 0; helper < _helpers; helper++)
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            Take(0);
        }
        finally
        {
            // Whoever counts itself in after this finds the work closed; whoever did before is waited for, a part's time at the most.
            Interlocked.Exchange(ref _open, 0);
            var wait = default(SpinWait);
            while (Volatile.Read(ref _active) > 0)
                wait.SpinOnce(sleep1Threshold: -1);
        }
    }

    void IThreadPoolWorkItem.Execute()
    {
        Interlocked.Increment(ref _active);
        try
        {
            // A thread that the pool sends late may find the work closed, or the next call's.
            if (Volatile.Read(ref _open) == 1 && Interlocked.Increment(ref _joined) is var worker && worker <= _helpers)
                Take(worker);
        }
        finally
        {
            Interlocked.Decrement(ref _active);
        }
    }

    private void Take(int worker)
    {
        int run = worker;
        do
        {
            int end = FirstOf(run + 1);
            while (Interlocked.Increment(ref _next[run * Apart]) - 1 is var part && part < end)
                Run(part, worker);
            run = run == _helpers ? 0 : run + 1;
        }
        while (run != worker);
    }

    private int FirstOf(int worker) => (int)((long)worker * _parts / (_helpers + 1));
}
