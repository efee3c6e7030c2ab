namespace CnnCompiler.Generator.Planning;

/// <summary>
/// Gives each buffer an offset so that buffers that live at the same time do not overlap: the largest first, each at the lowest place that is
/// free (Pisarchyk and Lee, "Efficient Memory Management for Deep Neural Net Inference", 2020, greedy by size).
/// </summary>
internal static class ScratchAllocator
{
    /// <summary>Offsets are multiples of a cache line: 16 float32 values.</summary>
    private const int Alignment = 16;

    /// <summary>Settles all offsets and returns the length of the memory they need.</summary>
    public static int Allocate(IReadOnlyList<ScratchBuffer> buffers)
    {
        var placed = new List<ScratchBuffer>();
        foreach (var buffer in buffers.OrderByDescending(buffer => buffer.Length).ThenBy(buffer => buffer.FirstStep).ThenBy(buffer => buffer.Name, StringComparer.Ordinal))
        {
            int offset = 0;
            foreach (var other in placed.Where(buffer.LivesBeside).OrderBy(other => other.Offset))
                if (offset + buffer.Length > other.Offset)
                    offset = Math.Max(offset, Align(checked(other.Offset + other.Length)));
                else
                    break;
            buffer.Offset = offset;
            placed.Add(buffer);
        }
        return placed.Count == 0 ? 0 : Align(placed.Max(buffer => checked(buffer.Offset + buffer.Length)));
    }

    private static int Align(int offset) => checked(offset + Alignment - 1) / Alignment * Alignment;
}
