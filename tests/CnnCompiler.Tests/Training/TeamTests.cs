using CnnCompiler.Training.Parallel;

namespace CnnCompiler.Tests.Training;

public sealed class TeamTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Run_DoesEveryPartOnce_RoundAfterRound(int workers)
    {
        using var team = new Team(workers);
        for (int round = 0; round < 2000; round++)
        {
            int[] done = new int[round % 23];
            // A pause now and then, so that threads fall asleep between rounds too.
            if (round % 200 == 0)
                Thread.Sleep(2);
            team.Run(new Job((part, worker) =>
            {
                Assert.InRange(worker, 0, workers - 1);
                Interlocked.Increment(ref done[part]);
            }), done.Length);
            Assert.All(done, times => Assert.Equal(1, times));
        }
    }

    [Fact]
    public void Run_WithPartsThatFail_DoesTheOthersAndThrowsTheFirst()
    {
        using var team = new Team(3);
        for (int round = 0; round < 50; round++)
        {
            int done = 0;
            var problem = Assert.Throws<InvalidOperationException>(() => team.Run(new Job((part, _) =>
            {
                if (part is 4 or 7)
                    throw new InvalidOperationException($"part {part}");
                Interlocked.Increment(ref done);
            }), 20));
            Assert.Equal(("part 4", 18), (problem.Message, done));
        }
    }

    [Fact]
    public void Dispose_EndsAllThreads()
    {
        var seen = new HashSet<Thread>();
        using (var team = new Team(4))
            for (int round = 0; round < 100; round++)
                team.Run(new Job((_, _) =>
                {
                    lock (seen)
                        seen.Add(Thread.CurrentThread);
                    Thread.Sleep(1);
                }), 4);
        Assert.True(seen.Remove(Thread.CurrentThread));
        Assert.NotEmpty(seen);
        Assert.All(seen, thread => Assert.False(thread.IsAlive));
    }

    private sealed class Job(Action<int, int> run) : TeamJob
    {
        public override void Run(int part, int worker) => run(part, worker);
    }
}
