using CnnCompiler.Inference;

namespace CnnCompiler.Tests.Inference;

/// <summary>Parts that threads share: each is done once, by a worker that exists, whatever the numbers of parts and threads.</summary>
public class PoolWorkTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 4)]
    [InlineData(2, 3)]
    [InlineData(7, 2)]
    [InlineData(100, 3)]
    [InlineData(1000, 16)]
    public void EveryPart_IsDoneOnce(int parts, int workers)
    {
        var work = new Counting(1000);
        // The same object again and again, with other numbers between: threads of an earlier call may come late.
        for (int call = 0; call < 200; call++)
        {
            Assert.All(work.Do(parts, workers), times => Assert.Equal(1, times));
            Assert.All(work.Do(3, 2), times => Assert.Equal(1, times));
        }
        Assert.InRange(work.LargestWorker, 0, Math.Max(workers, 2) - 1);
    }

    [Fact]
    public void ACallerWithoutHelp_DoesTheRunsOfAll()
    {
        using var release = new ManualResetEventSlim();
        var work = new Counting(100) { Hindrance = release };
        Assert.All(work.Do(100, 4), times => Assert.Equal(1, times));
    }

    private sealed class Counting(int most) : PoolWork
    {
        private readonly int[] _times = new int[most];

        /// <summary>Set when all parts have begun; helpers hold their first part until then, so the caller does all but those.</summary>
        public ManualResetEventSlim? Hindrance { get; init; }

        public int LargestWorker { get; private set; }

        public int[] Do(int parts, int workers)
        {
            Array.Clear(_times);
            Share(parts, workers);
            return _times[..parts];
        }

        protected override void Run(int part, int worker)
        {
            Interlocked.Increment(ref _times[part]);
            LargestWorker = Math.Max(LargestWorker, worker);
            if (Hindrance is not { } hindrance)
                return;
            // Whoever begins the last part lets the others go.
            if (_times.Sum() >= _times.Length)
                hindrance.Set();
            else if (worker > 0)
                hindrance.Wait();
        }
    }
}
