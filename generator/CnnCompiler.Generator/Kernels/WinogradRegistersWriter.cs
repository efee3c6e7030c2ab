using CnnCompiler.Generator.Emit;
using CnnCompiler.Generator.Graph.Operators;
using CnnCompiler.Generator.Planning;
using static CnnCompiler.Generator.CSharp;
using static CnnCompiler.Generator.Kernels.KernelSite;

namespace CnnCompiler.Generator.Kernels;

/// <summary>
/// Writes the method of a <see cref="WinogradRegistersConvolution"/>: for each row of tiles the transform of its rows of inputs, then for each vector of
/// output channels tile by tile the products and what they become.
/// </summary>
internal sealed class WinogradRegistersWriter(KernelSite site, WinogradRegistersTiling tiling)
{
    private readonly CodeWriter _code = site.Code;
    private readonly Convolution _op = (Convolution)site.Node.Operator;
    private readonly TensorLayout _input = site.Input;
    private readonly TensorLayout _output = site.Output;
    private readonly WinogradForm _rows = tiling.Rows;
    private readonly int _rowStep = tiling.RowStep(site.Input.PixelStride);

    private int Columns => _op.Columns.Kernel;

    private int Pooling => _op.PoolsTwoByTwo ? 2 : 1;

    /// <summary>From the taps of one point to those of the next.</summary>
    private int PointStep => tiling.Channels * Columns * tiling.BlockLanes;

    private TileRange Across => TileRange.Over(tiling.Width / Pooling, tiling.Pixels / Pooling);

    public void Write()
    {
        string kernel = site.Packing.Variable(site.Node.Inputs[1].Weight!);
        int blockLength = _rows.Inputs * PointStep;
        site.Packing.Pack(tiling.OutputLanes / tiling.BlockLanes * blockLength, packed =>
            $"WeightPacking.WinogradRowLanes({kernel}, {packed}, filters: {Literal(_output.Channels)}, channels: {Literal(tiling.Channels)}, " +
            $"rows: {Literal(_op.Rows.Kernel)}, columns: {Literal(Columns)}, parts: 1, points: {Literal(_rows.Inputs)}, lanes: {Literal(tiling.BlockLanes)});");
        int bias = site.PackBias();

        bool adds = site.Inputs.Count > 1;
        string buffer = Literal(_rows.Inputs * _rowStep);
        if (site.IsShared)
            _code.Line(tiling.Pieces == tiling.Down ? "int last = end;" : $"int last = end == {Literal(tiling.Pieces)} ? {Literal(tiling.Down)} : end; // a piece may have two rows of tiles, which overlap");
        string first = site.IsShared ? "begin" : "0";
        string last = site.IsShared ? "last" : Literal(tiling.Down);
        _code.Line(site.IsShared
            ? $"TransformInputs({At("source", Scaled(Row(first), Pooling * _input.RowStride))}, {At("temporary", $"{first} % 2 * {buffer}")});"
            : "TransformInputs(ref source, ref temporary);");
        using (_code.Block($"for (int tile = {first}; tile < {last}; tile++)"))
        {
            _code.Line($"int y = {Row("tile")};");
            _code.Line($"int next = {Row($"Math.Min(tile + 1, {(site.IsShared ? "last - 1" : Literal(tiling.Down - 1))})")}; // one row ahead, so that no product waits for an input that has just been stored");
            _code.Line($"TransformInputs({At("source", Scaled("next", Pooling * _input.RowStride))}, {At("temporary", $"(tile + 1) % 2 * {buffer}")});");
            using (_code.Block($"for (int lane = 0; lane < {Literal(tiling.OutputLanes)}; lane += V.Count)"))
            {
                string lane = tiling.OutputLanes > 16 ? $"lane / 16 * {Literal(blockLength)} + lane % 16" : "lane";
                string summand = bias < 0 ? "" : At("weights", $"lane + {Literal(bias)}") + ", ";
                _code.Line($"Multiply({At("temporary", $"tile % 2 * {buffer}")}, {At("weights", lane)}, {summand}{At("target", Place(_output))}{(adds ? ", " + At("other", Place(site.Inputs[1])) : "")});");
            }
        }

        using (Step("TransformInputs(ref float source, ref float rows)"))
            WinogradRowTransform.Write(_code, _rows, _input.RowStride, _rowStep, (tiling.InputWidth - 1) * _input.PixelStride + tiling.Channels);
        using (Step($"Multiply(ref float rows, ref float kernel, {(bias < 0 ? "" : "ref float summand, ")}ref float target{(adds ? ", ref float added" : "")})"))
            WriteTiles(bias >= 0);

        static string Place(TensorLayout map) => $"lane + {Scaled("y", map.RowStride)}";
    }

    /// <summary>The text of a tile's first row of outputs; the last tiles are moved back to end with the map.</summary>
    private string Row(string tile)
    {
        int rows = _rows.Outputs / Pooling;
        return tiling.Height % _rows.Outputs == 0 ? Scaled(tile, rows) : $"Math.Min({Scaled(tile, rows)}, {Literal(tiling.Height / Pooling - rows)})";
    }

    /// <summary>A step is a method of its own: all of them in one have more vectors than the just-in-time compiler is willing to inline.</summary>
    private CodeWriter.Scope Step(string header)
    {
        _code.Line();
        _code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        return _code.Block("static void " + header);
    }

    private void WriteTiles(bool hasBias)
    {
        if (hasBias)
            _code.Line("var bias = V.Load(ref summand);");
        if (tiling.HoldsTaps)
            for (int channel = 0; channel < tiling.Channels; channel++)
                for (int row = 0; row < _rows.Inputs; row++)
                    WriteTaps("kernel", row, channel);
        using (Across.Loop(_code, "x"))
        {
            _code.Line($"ref float value = {At("rows", Across.Offset("x", Pooling * _op.Columns.Stride * _input.PixelStride))};");
            for (int pixel = 0; pixel < tiling.Pixels; pixel++)
                for (int row = 0; row < _rows.Inputs; row++)
                    _code.Line($"var {Product(row, pixel)} = V.Zero;");
            if (tiling.HoldsTaps)
            {
                for (int channel = 0; channel < tiling.Channels; channel++)
                    WriteProducts(channel);
            }
            else
            {
                _code.Line("ref float tap = ref kernel;");
                using (_code.Loop("channel", tiling.Channels))
                {
                    WriteProducts(0);
                    _code.Line("value = ref Unsafe.Add(ref value, 1);");
                    _code.Line($"tap = ref Unsafe.Add(ref tap, {Literal(Columns * tiling.BlockLanes)});");
                }
            }
            WriteOutputs(hasBias);
        }
    }

    /// <summary>
    /// The products of one channel: each input is broadcast once for all outputs of its row that it touches. Where registers hold the taps, column by column,
    /// so that sums which follow each other do not wait for one another; otherwise row by row, or there would be more taps than registers.
    /// </summary>
    private void WriteProducts(int channel)
    {
        var uses = (
            from pixel in Enumerable.Range(0, tiling.Pixels)
            from column in Enumerable.Range(0, Columns)
            group (pixel, column) by pixel * _op.Columns.Stride + column * _op.Columns.Dilation into use
            orderby use.Key
            select use).ToArray();
        if (tiling.HoldsTaps)
        {
            foreach (var use in uses)
                for (int row = 0; row < _rows.Inputs; row++)
                    WriteUses(row, channel, use.Key, [.. use]);
            return;
        }
        for (int row = 0; row < _rows.Inputs; row++)
        {
            WriteTaps("tap", row, 0);
            foreach (var use in uses)
                WriteUses(row, channel, use.Key, [.. use]);
        }
    }

    private void WriteUses(int row, int channel, int place, (int Pixel, int Column)[] uses)
    {
        int offset = row * _rowStep + place * _input.PixelStride + channel;
        string value = offset == 0 ? "value" : $"Unsafe.Add(ref value, {Literal(offset)})";
        if (uses.Length > 1)
        {
            string several = $"v{Literal(row)}_{Literal(place)}" + Channel(channel);
            _code.Line($"var {several} = V.Broadcast({value});");
            value = several;
        }
        foreach (var (pixel, column) in uses)
            _code.Line($"{Product(row, pixel)} = V.MultiplyAdd({value}, {Tap(row, column, channel)}, {Product(row, pixel)});");
    }

    private void WriteTaps(string reference, int row, int channel)
    {
        for (int column = 0; column < Columns; column++)
            _code.Line($"var {Tap(row, column, channel)} = V.Load({At(reference, row * PointStep + (channel * Columns + column) * tiling.BlockLanes)});");
    }

    private void WriteOutputs(bool hasBias)
    {
        for (int pixel = 0; pixel < tiling.Pixels; pixel++)
            _rows.WriteOutput(_code, Suffix(pixel));
        _code.Line($"ref float place = {At("target", Across.Offset("x", _output.PixelStride))};");
        if (site.Inputs.Count > 1)
            _code.Line($"ref float addedPlace = {At("added", Across.Offset("x", site.Inputs[1].PixelStride))};");
        for (int row = 0; row < _rows.Outputs / Pooling; row++)
            for (int pixel = 0; pixel < tiling.Pixels / Pooling; pixel++)
            {
                string result = _op.PoolsTwoByTwo
                    ? $"V.Max(V.Max({Result(2 * row, 2 * pixel)}, {Result(2 * row, 2 * pixel + 1)}), V.Max({Result(2 * row + 1, 2 * pixel)}, {Result(2 * row + 1, 2 * pixel + 1)}))"
                    : Result(row, pixel);
                if (hasBias)
                    result = $"V.Add({result}, bias)";
                string sum = $"o{Literal(row)}_{Literal(pixel)}";
                _code.Line($"var {sum} = {result};");
                if (site.Inputs.Count > 1)
                    _code.Line($"{sum} = V.Add({sum}, V.Load({At("addedPlace", row * site.Inputs[1].RowStride + pixel * site.Inputs[1].PixelStride)}));");
                _code.Line($"V.Store({ActivationCode.Apply(_op.Activation, sum)}, {At("place", row * _output.RowStride + pixel * _output.PixelStride)});");
            }
    }

    private static string Product(int row, int pixel) => $"m{Literal(row)}{Suffix(pixel)}";

    private static string Result(int row, int pixel) => $"r{Literal(row)}{Suffix(pixel)}";

    private static string Tap(int row, int column, int channel) => $"k{Literal(row)}_{Literal(column)}{Channel(channel)}";

    private static string Channel(int channel) => channel == 0 ? "" : $"_{Literal(channel)}";

    /// <summary>What follows the names of a pixel's variables.</summary>
    private static string Suffix(int pixel) => pixel == 0 ? "" : ((char)('a' + pixel)).ToString();
}
