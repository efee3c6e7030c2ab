using CnnCompiler.Generator.Emit;
using CnnCompiler.Generator.Graph.Operators;
using CnnCompiler.Generator.Planning;
using static CnnCompiler.Generator.CSharp;
using static CnnCompiler.Generator.Kernels.KernelSite;

namespace CnnCompiler.Generator.Kernels;

/// <summary>Writes the method of a <see cref="PointwiseConvolution"/>.</summary>
internal sealed class PointwiseWriter
{
    private readonly KernelSite _site;
    private readonly CodeWriter _code;
    private readonly Convolution _op;
    private readonly TensorLayout _output;
    private readonly int _channels;
    private readonly int _lanes;
    private readonly int _blockLanes;
    private readonly bool _fetchesOutput;
    private readonly LineFetches? _meanwhile;
    private readonly int _rowStep;
    private readonly int _pixelStep;
    private readonly int _height;
    private readonly int _width;
    private PointwiseTile _tile;
    private TileRange _down;
    private TileRange _across;
    private int _bias = -1;

    /// <param name="site">The node's place.</param>
    /// <param name="wholeOutput">The map whose rows the site's output is some of; null where it is the output itself.</param>
    /// <param name="meanwhile">What the tiles ask for beside their outputs; null for nothing.</param>
    public PointwiseWriter(KernelSite site, TensorLayout? wholeOutput = null, LineFetches? meanwhile = null)
    {
        (_site, _code, _output) = (site, site.Code, site.Output);
        _fetchesOutput = LineFetches.Pay(wholeOutput ?? _output);
        _meanwhile = meanwhile;
        _op = (Convolution)site.Node.Operator;
        _channels = site.Input.Channels;
        _lanes = site.OutputLanes;
        _blockLanes = PointwiseTile.BlockLanes(_lanes);
        _rowStep = _op.Rows.Stride * site.Input.RowStride;
        _pixelStep = _op.Columns.Stride * site.Input.PixelStride;
        bool oneRun = _rowStep == _output.Width * _pixelStep
            && site.Inputs.Skip(1).Append(_output).All(map => map.RowStride == map.Width * map.PixelStride);
        (_height, _width) = oneRun ? (1, _output.Height * _output.Width) : (_output.Height, _output.Width);
    }

    /// <summary>Whether the two vectors of a tile read blocks of weights that do not lie side by side: their number is odd, and blocks are of one vector.</summary>
    private bool HasTwoBlocks => _tile.Vectors == 2 && _blockLanes < 32;

    /// <summary>
    /// Rows of tiles, or tiles where all pixels are one run; where two overlap, both write the same bits. 1 where a last odd vector has tiles of its own.
    /// </summary>
    public int Pieces
    {
        get
        {
            int vectors = PointwiseTile.VectorsOf(_lanes);
            var tile = PointwiseTile.Choose(_height, _width, vectors);
            int rows = TileRange.Over(_height, tile.Rows).Count;
            return vectors > 1 && _lanes % 32 != 0 ? 1 : rows > 1 ? rows : TileRange.Over(_width, tile.Pixels).Count;
        }
    }

    /// <summary>Packs the weights, which must be the first of the method's.</summary>
    public void Pack()
    {
        string kernel = _site.Packing.Variable(_site.Node.Inputs[1].Weight!);
        _site.Packing.Pack(_channels * _lanes, packed =>
            $"WeightPacking.ConvolutionLanes({kernel}, {packed}, filters: {Literal(_output.Channels)}, channels: {Literal(_channels)}, rows: 1, columns: 1, lanes: {Literal(_blockLanes)});");
        _bias = _site.PackBias();
    }

    public void Write()
    {
        int vectors = PointwiseTile.VectorsOf(_lanes);
        int paired = vectors == 1 ? _lanes : _lanes / 32 * 32;
        WriteLanes(vectors, 0, paired);
        if (paired < _lanes)
            WriteLanes(1, paired, _lanes);
    }

    private void WriteLanes(int vectors, int first, int end)
    {
        _tile = PointwiseTile.Choose(_height, _width, vectors);
        (_down, _across) = (TileRange.Over(_height, _tile.Rows), TileRange.Over(_width, _tile.Pixels));
        _code.Line($"// Tile of {Literal(_tile.Rows)} x {Literal(_tile.Pixels)} pixels x {Literal(_tile.Vectors)} {(_tile.Vectors == 1 ? "vector" : "vectors")}.");
        if (HasTwoBlocks)
            _code.Line($"int second = V.Count == 16 ? {Literal(_channels * _blockLanes)} : V.Count; // from a lane's weights to those of the next vector");
        string step = _tile.Vectors == 1 ? "lane += V.Count" : $"lane += {Literal(_tile.Vectors)} * V.Count";
        using (_code.Block($"for (int lane = {Literal(first)}; lane < {Literal(end)}; {step})"))
        {
            string lane = _lanes > _blockLanes ? $"lane / {Literal(_blockLanes)} * {Literal(_channels * _blockLanes)} + lane % {Literal(_blockLanes)}" : "lane";
            _code.Line($"ref float kernel = {At("weights", lane)};");
            if (_bias >= 0)
                for (int vector = 0; vector < _tile.Vectors; vector++)
                    _code.Line($"var bias{Suffix(vector)} = V.Load({At("weights", "lane + " + Literal(_bias) + (vector == 0 ? "" : " + V.Count"))});");
            if (first == 0)
                _meanwhile?.WriteStart(_code, Tiles, Math.Max(1, end / 32));
            using (_site.IsShared && _down.Count > 1 ? _down.SharedLoop(_code, "y") : _down.Loop(_code, "y"))
            using (_site.IsShared && _down.Count == 1 ? _across.SharedLoop(_code, "x") : _across.Loop(_code, "x"))
            {
                WriteTile(_bias >= 0, first == 0 ? _meanwhile : null, Math.Max(1, end / 32));
            }
        }
    }

    private int Tiles => _down.Count * _across.Count;

    private void WriteTile(bool hasBias, LineFetches? meanwhile, int pairs)
    {
        _code.Line($"ref float value = {At(_site.Source, Join(_down.Offset("y", _rowStep), _across.Offset("x", _pixelStep)))};");
        _code.Line("ref float tap = ref kernel;");
        foreach (var (row, pixel, vector) in Outputs())
            _code.Line($"var {Sum(row, pixel, vector)} = {(hasBias ? "bias" + Suffix(vector) : "V.Zero")};");
        if (_fetchesOutput)
        {
            WritePlace();
            foreach (var (row, pixel, vector) in Outputs())
                LineFetches.Write(_code, "pixel", Offset(vector, row * _output.RowStride + pixel * _output.PixelStride));
        }
        meanwhile?.WriteShare(_code, Tiles, pairs);
        // Two channels a turn: at 256 bits the loop's own instructions would otherwise cost a tenth of the time.
        int unrolled = _channels % 2 == 0 ? 2 : 1;
        using (_code.Loop("channel", _channels / unrolled))
        {
            for (int channel = 0; channel < unrolled; channel++)
                WriteProducts(channel);
            _code.Line($"value = ref Unsafe.Add(ref value, {Literal(unrolled)});");
            _code.Line($"tap = ref Unsafe.Add(ref tap, {Literal(unrolled * _blockLanes)});");
        }
        if (!_fetchesOutput)
            WritePlace();
        _site.WriteAddedPlace(map => Join("lane", _down.Offset("y", map.RowStride), _across.Offset("x", map.PixelStride)));
        foreach (var (row, pixel, vector) in Outputs())
        {
            _site.WriteAddition(Sum(row, pixel, vector), map => row * map.RowStride + pixel * map.PixelStride, vector);
            _code.Line($"V.Store({ActivationCode.Apply(_op.Activation, Sum(row, pixel, vector))}, {Behind("pixel", vector, row * _output.RowStride + pixel * _output.PixelStride)});");
        }
    }

    private void WritePlace() =>
        _code.Line($"ref float pixel = {At(_site.Target, Join("lane", _down.Offset("y", _output.RowStride), _across.Offset("x", _output.PixelStride)))};");

    private void WriteProducts(int channel)
    {
        string kernel = "k" + Literal(channel);
        for (int vector = 0; vector < _tile.Vectors; vector++)
            _code.Line($"var {kernel}{Suffix(vector)} = V.Load({Tap(vector, channel * _blockLanes)});");
        foreach (var (row, pixel, _) in Outputs().Where(output => output.Vector == 0))
        {
            int offset = row * _rowStep + pixel * _pixelStep + channel;
            string value = offset == 0 ? "value" : $"Unsafe.Add(ref value, {Literal(offset)})";
            if (_tile.Vectors > 1)
            {
                string several = $"v{Literal(channel)}_{Literal(row)}_{Literal(pixel)}";
                _code.Line($"var {several} = V.Broadcast({value});");
                value = several;
            }
            for (int vector = 0; vector < _tile.Vectors; vector++)
                _code.Line($"{Sum(row, pixel, vector)} = V.MultiplyAdd({value}, {kernel}{Suffix(vector)}, {Sum(row, pixel, vector)});");
        }
    }

    private IEnumerable<(int Row, int Pixel, int Vector)> Outputs() =>
        from row in Enumerable.Range(0, _tile.Rows)
        from pixel in Enumerable.Range(0, _tile.Pixels)
        from vector in Enumerable.Range(0, _tile.Vectors)
        select (row, pixel, vector);

    private string Tap(int vector, int offset) =>
        vector == 1 && HasTwoBlocks ? At("tap", offset == 0 ? "second" : $"second + {Literal(offset)}") : Behind("tap", vector, offset);

    private static string Offset(int vector, int offset) => vector == 0 ? Literal(offset) : offset == 0 ? "V.Count" : $"V.Count + {Literal(offset)}";

    private static string Join(params string[] terms) => string.Join(" + ", terms.Where(term => term.Length > 0));

    private static string Sum(int row, int pixel, int vector) => $"a{Literal(row)}_{Literal(pixel)}{Suffix(vector)}";

    private static string Suffix(int vector) => vector == 0 ? "" : "b";
}
