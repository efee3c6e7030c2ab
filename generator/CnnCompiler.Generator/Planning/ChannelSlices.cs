using CnnCompiler.Generator.Graph;

namespace CnnCompiler.Generator.Planning;

/// <summary>
/// Values that are a run of channels of another one and lie in its memory: the operands of a concatenation, which are written where the whole wants
/// them, and the pieces of a split, which are read where the whole has them. A whole may be a slice itself.
/// </summary>
internal sealed class ChannelSlices
{
    private readonly Dictionary<Value, (Value Whole, int Channel)> _parts = [];
    private readonly Dictionary<Value, List<Value>> _members = [];

    /// <summary>Says that a value is the channels of another one from <paramref name="channel"/> on.</summary>
    public void Add(Value part, Value whole, int channel)
    {
        _parts.Add(part, (whole, channel));
        if (!_members.TryGetValue(whole, out var parts))
            _members.Add(whole, parts = []);
        parts.Add(part);
    }

    /// <summary>Whether a value lies in the memory of another one.</summary>
    public bool IsPart(Value value) => _parts.ContainsKey(value);

    /// <summary>The value whose memory it is: the value itself where it is no slice.</summary>
    public Value Root(Value value)
    {
        while (_parts.TryGetValue(value, out var place))
            value = place.Whole;
        return value;
    }

    /// <summary>The first channel of a value among those of its root.</summary>
    public int FirstChannel(Value value)
    {
        int first = 0;
        for (; _parts.TryGetValue(value, out var place); value = place.Whole)
            first += place.Channel;
        return first;
    }

    /// <summary>A value and all slices of it, slices of slices among them.</summary>
    public IEnumerable<Value> Members(Value root) =>
        _members.TryGetValue(root, out var parts) ? parts.SelectMany(Members).Prepend(root) : [root];
}
