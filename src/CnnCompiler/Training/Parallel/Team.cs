using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace CnnCompiler.Training.Parallel;

/// <summary>
/// The caller's thread and some more that share the parts of one job at a time. Who does which part is left to chance, so that a thread the
/// system has put aside holds nobody up; a job's results must not depend on it.
/// </summary>
internal sealed class Team : IDisposable
{
    // A training step has its next job ready within microseconds: waiting that long awake is cheaper than waking up, which takes about 50. A time and not a
    // number of turns: where all processors are busy, giving way once may take longer than all of it.
    private static readonly long s_awakeTicks = Stopwatch.Frequency / 5_000;

    // Where other programs use the processors too, a thread may wake up on that of the one that woke it, which then stood still until the other slept again: a
    // small net's step took 1,000 us with two threads and 760 with one. Giving way meanwhile, two threads take 750 there.
    private const int TurnsToGivingWay = 8;

    private readonly Lock _failureLock = new();
    private readonly object _gate = new();
    private readonly Thread[] _threads;
    private TeamJob _job = Nothing.Instance;
    private ExceptionDispatchInfo? _failure;
    private int _failedPart;

    // The round in the upper half, the parts nobody has taken yet in the lower: a thread that comes late cannot take a part of another round.
    private long _ticket;
    private int _pending;
    private int _sleepers;
    private bool _ended;

    /// <summary>A team.</summary>
    /// <param name="workers">The number of threads, the caller's included; at least 1.</param>
    public Team(int workers)
    {
        _threads = new Thread[workers - 1];
        for (int index = 0; index < _threads.Length; index++)
        {
            int worker = index + 1;
            _threads[index] = new Thread(() => Serve(worker)) { IsBackground = true, Name = $"Training {worker}" };
            _threads[index].Start();
        }
    }

    /// <summary>The caller's thread alone.</summary>
    public static Team Alone { get; } = new(1);

    /// <summary>The number of threads.</summary>
    public int Workers => _threads.Length + 1;

    /// <summary>Does all parts of a job; what they threw, the first part's exception, comes out here.</summary>
    /// <param name="job">The job.</param>
    /// <param name="parts">The number of parts.</param>
    public void Run(TeamJob job, int parts)
    {
        if (_threads.Length == 0 || parts == 1)
        {
            for (int part = 0; part < parts; part++)
                job.Run(part, 0);
            return;
        }
        _job = job;
        _pending = parts;
        int round = unchecked((int)(_ticket >> 32) + 1);
        // A full fence: whoever counts itself as a sleeper after this has seen the new round before it sleeps.
        Interlocked.Exchange(ref _ticket, ((long)round << 32) | (uint)parts);
        if (Volatile.Read(ref _sleepers) > 0)
            lock (_gate)
                Monitor.PulseAll(_gate);
        Work(round, 0);
        var wait = default(SpinWait);
        while (Volatile.Read(ref _pending) > 0)
            wait.SpinOnce(sleep1Threshold: -1);
        if (_failure is { } failure)
        {
            _failure = null;
            failure.Throw();
        }
    }

    /// <summary>Ends the threads and waits until they have ended.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _ended = true;
            Monitor.PulseAll(_gate);
        }
        foreach (var thread in _threads)
            thread.Join();
    }

    private void Serve(int worker)
    {
        int seen = 0;
        while (AwaitRound(seen))
        {
            seen = (int)(Volatile.Read(ref _ticket) >> 32);
            Work(seen, worker);
        }
    }

    private bool AwaitRound(int seen)
    {
        long asleep = Stopwatch.GetTimestamp() + s_awakeTicks;
        for (int turn = 0; turn % TurnsToGivingWay != 0 || Stopwatch.GetTimestamp() < asleep; turn++)
        {
            if ((int)(Volatile.Read(ref _ticket) >> 32) != seen)
                return true;
            if (turn % TurnsToGivingWay == TurnsToGivingWay - 1)
                Thread.Yield();
            else
                Thread.SpinWait(8);
        }
        lock (_gate)
        {
            Interlocked.Increment(ref _sleepers);
            while ((int)(Volatile.Read(ref _ticket) >> 32) == seen && !_ended)
                Monitor.Wait(_gate);
            Interlocked.Decrement(ref _sleepers);
            return !_ended;
        }
    }

    private void Work(int round, int worker)
    {
        while (Take(round) is var part && part >= 0)
        {
            try
            {
                _job.Run(part, worker);
            }
            catch (Exception problem)
            {
                Keep(problem, part);
            }
            Interlocked.Decrement(ref _pending);
        }
    }

    private int Take(int round)
    {
        long ticket = Volatile.Read(ref _ticket);
        while ((int)(ticket >> 32) == round && (int)ticket > 0)
        {
            long found = Interlocked.CompareExchange(ref _ticket, ticket - 1, ticket);
            if (found == ticket)
                return (int)ticket - 1;
            ticket = found;
        }
        return -1;
    }

    private void Keep(Exception problem, int part)
    {
        lock (_failureLock)
        {
            if (_failure is not null && part > _failedPart)
                return;
            (_failure, _failedPart) = (ExceptionDispatchInfo.Capture(problem), part);
        }
    }

    private sealed class Nothing : TeamJob
    {
        public static readonly Nothing Instance = new();

        public override void Run(int part, int worker)
        {
        }
    }
}
