using CnnCompiler.Generator.Emit;
using CnnCompiler.Generator.Graph.Operators;
using CnnCompiler.Generator.Planning;
using static CnnCompiler.Generator.CSharp;
using static CnnCompiler.Generator.Kernels.KernelSite;

namespace CnnCompiler.Generator.Kernels;

/// <summary>Writes the method of a <see cref="ChannelLanesConvolution"/>.</summary>
internal sealed class ChannelLanesWriter
{
    private readonly KernelSite _site;
    private readonly CodeWriter _code;
    private readonly Convolution _op;
    private readonly ConvolutionTile _tile;
    private readonly TensorLayout _input;
    private readonly TensorLayout _output;
    private readonly int _lanes;
    private readonly int _blockLanes;
    private readonly int _groupChannels;
    private readonly int _blockLength;

    public ChannelLanesWriter(KernelSite site, ConvolutionTile tile)
    {
        (_site, _code, _tile) = (site, site.Code, tile);
        _op = (Convolution)site.Node.Operator;
        (_input, _output) = (site.Input, site.Output);
        _lanes = site.OutputLanes;
        _blockLanes = Math.Min(16, _lanes);
        _groupChannels = _input.Channels / _op.Groups;
        _blockLength = _op.Columns.Kernel * _groupChannels * _op.Rows.Kernel * _blockLanes;
    }

    private int Taps => _op.Rows.Kernel;

    /// <summary>Rows of tiles; where they do not divide the rows, the last one overlaps the one before and computes some outputs twice.</summary>
    private TileRange Down => RowsOf(_op, _input.Height, _output.Height, _tile);

    private TileRange Across =>
        TileRange.Over(_op.PoolsTwoByTwo ? _output.Width : _op.Columns.OutputLength(_input.Width), _op.PoolsTwoByTwo ? _tile.Pixels / 2 : _tile.Pixels);

    public static TileRange RowsOf(Convolution op, int inputHeight, int outputHeight, ConvolutionTile tile) =>
        TileRange.Over(op.PoolsTwoByTwo ? outputHeight : op.Rows.OutputLength(inputHeight), op.PoolsTwoByTwo ? 1 : tile.Rows);

    public void Write()
    {
        string kernel = _site.Packing.Variable(_site.Node.Inputs[1].Weight!);
        int weights = _site.Packing.Pack(_lanes / _blockLanes * _blockLength, packed =>
            $"WeightPacking.ConvolutionLanes({kernel}, {packed}, filters: {Literal(_output.Channels)}, channels: {Literal(_groupChannels)}, " +
            $"rows: {Literal(_op.Rows.Kernel)}, columns: {Literal(_op.Columns.Kernel)}, lanes: {Literal(_blockLanes)});");
        int bias = _site.PackBias();

        string step = _tile.Vectors == 1 ? "lane += V.Count" : $"lane += {Literal(_tile.Vectors)} * V.Count";
        if (_tile.Vectors > 1)
            _code.Line($"int second = V.Count == 16 ? {Literal(_blockLength)} : V.Count; // from a lane's weights to those of the next vector");
        using (_code.Block($"for (int lane = 0; lane < {Literal(_lanes)}; {step})"))
        {
            string lane = _lanes > 16 ? $"lane / 16 * {Literal(_blockLength)} + lane % 16" : "lane";
            _code.Line($"ref float kernel = {At("weights", weights == 0 ? lane : $"{lane} + {Literal(weights)}")};");
            if (bias >= 0)
                for (int vector = 0; vector < _tile.Vectors; vector++)
                    _code.Line($"var {Bias(vector)} = V.Load({At("weights", "lane + " + Literal(bias) + (vector == 0 ? "" : " + V.Count"))});");
            if (_op.Groups > 1)
                _code.Line($"ref float channels = {At(_site.Source, $"lane / {Literal(_output.Channels / _op.Groups)} * {Literal(_groupChannels)}")};");
            using (_site.IsShared ? Down.SharedLoop(_code, "y") : Down.Loop(_code, "y"))
            using (Across.Loop(_code, "x"))
                WriteTile(bias >= 0);
        }
    }

    private void WriteTile(bool hasBias)
    {
        int pooling = _op.PoolsTwoByTwo ? 2 : 1;
        string origin = Join(
            Down.Offset("y", pooling * _op.Rows.Stride * _input.RowStride),
            Across.Offset("x", pooling * _op.Columns.Stride * _input.PixelStride));
        _code.Line($"ref float column = {At(_op.Groups > 1 ? "channels" : _site.Source, origin)};");
        _code.Line("ref float tap = ref kernel;");
        foreach (var (row, pixel, vector) in Accumulators())
            _code.Line($"var {Sum(row, pixel, vector)} = {(hasBias ? Bias(vector) : "V.Zero")};");

        using (_code.Loop("kx", _op.Columns.Kernel))
        {
            bool loopsChannels = _groupChannels > 1;
            string value = loopsChannels ? "value" : "column";
            if (loopsChannels)
                _code.Line("ref float value = ref column;");
            using (_code.Loop("channel", _groupChannels))
            {
                if (_tile.Rows > 1)
                    WriteRowsTogether(value);
                else
                    WriteRow(value);
                if (loopsChannels)
                    _code.Line("value = ref Unsafe.Add(ref value, 1);");
                if (loopsChannels || _op.Columns.Kernel > 1)
                    _code.Line($"tap = ref Unsafe.Add(ref tap, {Literal(Taps * _blockLanes)});");
            }
            if (_op.Columns.Kernel > 1)
                _code.Line($"column = ref Unsafe.Add(ref column, {Literal(_op.Columns.Dilation * _input.PixelStride)});");
        }

        string target = Join("lane", Down.Offset("y", _output.RowStride), Across.Offset("x", _output.PixelStride));
        _code.Line($"ref float pixel = {At(_site.Target, target)};");
        _site.WriteAddedPlace(map => Join("lane", Down.Offset("y", map.RowStride), Across.Offset("x", map.PixelStride)));
        WriteResults();
    }

    /// <summary>All taps of a kernel column are held in registers, and each input value is used for every output row it touches.</summary>
    private void WriteRowsTogether(string value)
    {
        for (int tap = 0; tap < Taps; tap++)
            for (int vector = 0; vector < _tile.Vectors; vector++)
                _code.Line($"var {Kernel(tap, vector)} = V.Load({Tap(tap, vector)});");
        int inputRows = (_tile.Rows - 1) * _op.Rows.Stride + _op.Rows.Extent;
        for (int inputRow = 0; inputRow < inputRows; inputRow++)
        {
            var uses = Enumerable.Range(0, _tile.Rows)
                .Select(row => (Row: row, Distance: inputRow - row * _op.Rows.Stride))
                .Where(use => use.Distance >= 0 && use.Distance % _op.Rows.Dilation == 0 && use.Distance / _op.Rows.Dilation < Taps)
                .ToArray();
            if (uses.Length == 0)
                continue;
            for (int pixel = 0; pixel < _tile.Pixels; pixel++)
            {
                string input = Input(value, inputRow, pixel, uses.Length * _tile.Vectors);
                foreach (var (row, distance) in uses)
                    for (int vector = 0; vector < _tile.Vectors; vector++)
                        _code.Line(MultiplyAdd(Sum(row, pixel, vector), input, Kernel(distance / _op.Rows.Dilation, vector)));
            }
        }
    }

    private void WriteRow(string value)
    {
        for (int tap = 0; tap < Taps; tap++)
        {
            for (int vector = 0; vector < _tile.Vectors; vector++)
                _code.Line($"var {Kernel(tap, vector)} = V.Load({Tap(tap, vector)});");
            for (int pixel = 0; pixel < _tile.Pixels; pixel++)
            {
                string input = Input(value, tap * _op.Rows.Dilation, pixel, _tile.Vectors);
                for (int vector = 0; vector < _tile.Vectors; vector++)
                    _code.Line(MultiplyAdd(Sum(0, pixel, vector), input, Kernel(tap, vector)));
            }
        }
    }

    private void WriteResults()
    {
        for (int row = 0; row < (_op.PoolsTwoByTwo ? 1 : _tile.Rows); row++)
            for (int pixel = 0; pixel < (_op.PoolsTwoByTwo ? _tile.Pixels / 2 : _tile.Pixels); pixel++)
                for (int vector = 0; vector < _tile.Vectors; vector++)
                {
                    string place = Behind("pixel", vector, row * _output.RowStride + pixel * _output.PixelStride);
                    _site.WriteAddition(Sum(row, pixel, vector), map => row * map.RowStride + pixel * map.PixelStride, vector);
                    string result = _op.PoolsTwoByTwo
                        ? $"V.Max(V.Max({Sum(0, 2 * pixel, vector)}, {Sum(0, 2 * pixel + 1, vector)}), V.Max({Sum(1, 2 * pixel, vector)}, {Sum(1, 2 * pixel + 1, vector)}))"
                        : Sum(row, pixel, vector);
                    if (_op.PoolsTwoByTwo && _op.Activation is { Kind: ActivationKind.LeakyReLU })
                    {
                        string pooled = $"m{Literal(pixel)}" + (vector == 0 ? "" : "b");
                        _code.Line($"var {pooled} = {result};");
                        result = pooled;
                    }
                    _code.Line($"V.Store({ActivationCode.Apply(_op.Activation, result)}, {place});");
                }
    }

    /// <summary>The text of an input as a factor: a vector that is made first where it is used several times.</summary>
    private string Input(string value, int inputRow, int pixel, int uses)
    {
        int offset = inputRow * _input.RowStride + pixel * _op.Columns.Stride * _input.PixelStride;
        string input = offset == 0 ? value : $"Unsafe.Add(ref {value}, {Literal(offset)})";
        if (uses == 1)
            return input;
        string name = $"v{Literal(inputRow)}_{Literal(pixel)}";
        _code.Line($"var {name} = V.Broadcast({input});");
        return name;
    }

    private static string MultiplyAdd(string sum, string input, string kernel) => $"{sum} = V.MultiplyAdd({input}, {kernel}, {sum});";

    private string Tap(int tap, int vector)
    {
        int offset = tap * _blockLanes;
        return vector == 0 ? At("tap", offset) : At("tap", offset == 0 ? "second" : $"second + {Literal(offset)}");
    }

    private IEnumerable<(int Row, int Pixel, int Vector)> Accumulators() =>
        from row in Enumerable.Range(0, _tile.Rows)
        from pixel in Enumerable.Range(0, _tile.Pixels)
        from vector in Enumerable.Range(0, _tile.Vectors)
        select (row, pixel, vector);

    private static string Join(params string[] terms) => string.Join(" + ", terms.Where(term => term.Length > 0));

    private static string Sum(int row, int pixel, int vector) => $"a{Literal(row)}_{Literal(pixel)}{(vector == 0 ? "" : "b")}";

    private static string Kernel(int tap, int vector) => $"k{Literal(tap)}{(vector == 0 ? "" : "b")}";

    private static string Bias(int vector) => vector == 0 ? "bias" : "biasb";
}
