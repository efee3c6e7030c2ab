using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Kernels;

namespace CnnCompiler.Generator.Planning;

/// <summary>Decides which operands of a concatenation of channels are written straight to their place in the one map.</summary>
internal static class ConcatenationPlaces
{
    /// <summary>The step of an operand that is copied: behind all others.</summary>
    private const int Copied = int.MaxValue;

    /// <summary>Says for each operand whether it may be.</summary>
    /// <param name="operands">The operands, in channels-last order.</param>
    /// <param name="producers">The step and the strategy that makes each value.</param>
    /// <param name="slices">What is a slice of another value already.</param>
    /// <param name="isInput">Whether a value is the user's.</param>
    public static bool[] Decide(
        IReadOnlyList<Value> operands, IReadOnlyDictionary<Value, (int Step, Node Node, KernelStrategy Strategy)> producers, ChannelSlices slices, Func<Value, bool> isInput)
    {
        int[] first = [.. operands.Select((_, index) => operands.Take(index).Sum(operand => operand.Type.Channels))];
        int[] end = [.. operands.Select((operand, index) => first[index] + Lanes.Pad(operand.Type.Channels))];
        int lanes = Lanes.Pad(operands.Sum(operand => operand.Type.Channels));
        int[] steps = [.. operands.Select((operand, index) => operands.Take(index).Contains(operand) || end[index] > lanes ? Copied : Step(operand))];

        // A kernel writes whole vectors. What it writes behind its channels must still be overwritten by whoever those lanes belong to.
        for (int index = 0; index < steps.Length; index++)
            for (int next = index + 1; next < steps.Length && first[next] < end[index]; next++)
                if (steps[next] <= steps[index])
                    steps[index] = Copied;
        return [.. steps.Select(step => step != Copied)];

        int Step(Value operand)
        {
            if (slices.IsPart(operand) || !producers.TryGetValue(operand, out var producer) || producer.Strategy.Order != MemoryOrder.ChannelsLast)
                return Copied;
            if (producer.Strategy is ChannelConcatenation)
                return Lanes.Pad(operand.Type.Channels) == operand.Type.Channels ? -1 : Copied;
            return producer.Strategy.IsAlias || producer.Strategy.NeedsOwnMap || (producer.Strategy is Conversion && isInput(producer.Node.Input)) ? Copied : producer.Step;
        }
    }
}
