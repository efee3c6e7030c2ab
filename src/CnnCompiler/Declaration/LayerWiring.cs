using System.Globalization;

namespace CnnCompiler;

/// <summary>What each layer of a net reads and what it is called, found by pairing up the ends of residual blocks.</summary>
internal sealed class LayerWiring
{
    private readonly IReadOnlyList<Layer> _layers;
    private readonly int[][] _sources;
    private readonly string[] _names;
    private readonly Stack<Sequence> _outer = new();
    private Sequence _current = new(-1, "");

    /// <summary>Pairs up the ends of blocks.</summary>
    /// <param name="layers">The layers in the order they are written.</param>
    /// <exception cref="DeclarationException">A block lacks an end or a layer; the exception says at which layer.</exception>
    public LayerWiring(IReadOnlyList<Layer> layers)
    {
        (_layers, _sources, _names) = (layers, new int[layers.Count][], new string[layers.Count]);
        for (int layer = 0; layer < layers.Count; layer++)
            switch (layers[layer])
            {
                case Residual:
                    Open(layer);
                    break;
                case Shortcut:
                    Switch(layer);
                    break;
                case Add:
                    Close(layer);
                    break;
                default:
                    Append(layer, layers[layer].Name ?? _current.NextName());
                    break;
            }
        if (_outer.Count > 0)
            throw new DeclarationException("Residual begins a block that has no end: write [Add] behind the block's last layer.", _current.Block);
    }

    /// <summary>The positions of the layers whose outputs a layer takes; -1 stands for the net's input.</summary>
    public int[] SourcesOf(int layer) => _sources[layer];

    /// <summary>The name of a layer in the weight file.</summary>
    public string NameOf(int layer) => _names[layer];

    private void Open(int layer)
    {
        Append(layer, _layers[layer].Name ?? _current.NextName());
        _outer.Push(_current);
        _current = new Sequence(layer, _names[layer] + ".body") { Last = layer };
    }

    private void Switch(int layer)
    {
        CheckInBlock(layer);
        if (_current.Body is not null)
            throw new DeclarationException($"Shortcut stands in a block that has one already, layer {Literal(_current.Start)}: a block has one short cut.", layer);
        CheckNotEmpty(layer);
        _sources[layer] = [_current.Block];
        _names[layer] = _layers[layer].Name ?? _names[_current.Block] + ".shortcut";
        _current = new Sequence(_current.Block, _names[layer]) { Last = layer, Start = layer, Body = _current.Last };
    }

    private void Close(int layer)
    {
        CheckInBlock(layer);
        CheckNotEmpty(layer);
        _sources[layer] = _current.Body is { } body ? [body, _current.Last] : [_current.Last, _current.Block];
        _names[layer] = _layers[layer].Name ?? _names[_current.Block] + ".add";
        _current = _outer.Pop();
        _current.Last = layer;
    }

    private void Append(int layer, string name)
    {
        _current.Count += _layers[layer].Name is null ? 0 : 1;
        (_sources[layer], _names[layer]) = ([_current.Last], name);
        _current.Last = layer;
    }

    private void CheckInBlock(int layer)
    {
        if (_outer.Count == 0)
            throw new DeclarationException($"{_layers[layer].Kind} belongs to a residual block, and none is open here: write [Residual] where the block begins.", layer);
    }

    private void CheckNotEmpty(int layer)
    {
        if (_current.Last != _current.Start && _current.Last != _current.Block)
            return;
        throw new DeclarationException(
            _current.Body is null
                ? $"{_layers[layer].Kind} stands directly behind Residual, layer {Literal(_current.Block)}: a residual block needs layers beside its short cut."
                : $"Add stands directly behind Shortcut, layer {Literal(_current.Start)}: leave Shortcut out where what comes in is added as it is.",
            layer);
    }

    private static string Literal(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Layers behind one another: those of the net, of a block or of a short cut.</summary>
    private sealed class Sequence(int block, string name)
    {
        /// <summary>The Residual of the block, or -1.</summary>
        public int Block { get; } = block;

        /// <summary>The Shortcut that the layers stand behind, or -1.</summary>
        public int Start { get; init; } = -1;

        /// <summary>On a short cut, the last layer of the block's other side.</summary>
        public int? Body { get; init; }

        /// <summary>The last layer so far.</summary>
        public int Last { get; set; } = -1;

        /// <summary>Layers so far, blocks counting as one.</summary>
        public int Count { get; set; }

        /// <summary>The name of the next layer by its position.</summary>
        public string NextName()
        {
            string position = Literal(Count++);
            return name.Length == 0 ? position : $"{name}.{position}";
        }
    }
}
