using CnnCompiler.Generator.Planning;
using CsCheck;

namespace CnnCompiler.Generator.Tests.Planning;

public class ScratchAllocatorTests
{
    [Fact]
    public void Allocate_NeverOverlapsWhatLivesAtTheSameTime() =>
        Gen.Select(Gen.Int[1, 500], Gen.Int[0, 30], Gen.Int[0, 10]).Array[1, 40].Sample(drawn =>
        {
            ScratchBuffer[] buffers = [.. drawn.Select((buffer, index) => Buffer($"b{index}", buffer.Item1, buffer.Item2, buffer.Item2 + buffer.Item3))];
            int length = ScratchAllocator.Allocate(buffers);
            foreach (var buffer in buffers)
            {
                Assert.Equal(0, buffer.Offset % 16);
                Assert.InRange(buffer.Offset, 0, length - buffer.Length);
                foreach (var other in buffers.Where(other => other != buffer && other.LivesBeside(buffer)))
                    Assert.True(buffer.Offset + buffer.Length <= other.Offset || other.Offset + other.Length <= buffer.Offset, $"{buffer.Name} and {other.Name} overlap");
            }
        });

    [Fact]
    public void Allocate_ReusesWhatIsDone()
    {
        ScratchBuffer[] chain = [Buffer("a", 1024, 0, 1), Buffer("b", 512, 1, 2), Buffer("c", 1024, 2, 3)];
        Assert.Equal(1024 + 512, ScratchAllocator.Allocate(chain));
    }

    private static ScratchBuffer Buffer(string name, int length, int first, int last)
    {
        var buffer = new ScratchBuffer(name, length, first);
        buffer.UseUntil(last);
        return buffer;
    }
}
