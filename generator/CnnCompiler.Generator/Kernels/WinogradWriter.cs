using CnnCompiler.Generator.Emit;
using CnnCompiler.Generator.Graph.Operators;
using CnnCompiler.Generator.Planning;
using static CnnCompiler.Generator.CSharp;
using static CnnCompiler.Generator.Kernels.KernelSite;

namespace CnnCompiler.Generator.Kernels;

/// <summary>
/// Writes the method of a <see cref="WinogradConvolution"/>: for a strip of tiles the transform of their inputs to 36 matrices (tiles x input
/// channels), then for each block of output channels the 36 products with its kernels and the transform of these to outputs.
/// </summary>
internal sealed class WinogradWriter(KernelSite site, WinogradTiling tiling)
{
    private readonly CodeWriter _code = site.Code;
    private readonly Convolution _op = (Convolution)site.Node.Operator;
    private readonly TensorLayout _input = site.Input;
    private readonly TensorLayout _output = site.Output;

    private int Blocks => tiling.OutputLanes / tiling.BlockLanes;

    private int MatrixLength => tiling.Channels * tiling.BlockLanes;

    public void Write()
    {
        string kernel = site.Packing.Variable(site.Node.Inputs[1].Weight!);
        site.Packing.Pack(Blocks * WinogradTiling.Products * MatrixLength, packed =>
            $"WeightPacking.WinogradLanes({kernel}, {packed}, filters: {Literal(_output.Channels)}, channels: {Literal(tiling.Channels)}, lanes: {Literal(tiling.BlockLanes)});");
        int bias = site.PackBias();

        _code.Line("ref float half = ref temporary; // one tile of one vector between the two directions of a transform");
        _code.Line($"ref float inputs = {At("temporary", WinogradTiling.Products * 16)};");
        _code.Line($"ref float products = {At("temporary", WinogradTiling.Products * (16 + tiling.InputStep))};");
        if (site.IsShared)
        {
            _code.Line($"int lastTile = end == {Literal(tiling.Pieces)} ? {Literal(tiling.Tiles)} : end * {Literal(tiling.Across)};");
            using (_code.Block($"for (int first = begin * {Literal(tiling.Across)}; first < lastTile; first += {Literal(tiling.Strip)})"))
            {
                _code.Line($"int strip = Math.Min({Literal(tiling.Strip)}, lastTile - first);");
                WriteStrip(bias);
            }
        }
        else
        {
            using (TileRange.Over(tiling.Tiles, tiling.Strip).Loop(_code, "first"))
                WriteStrip(bias);
        }
    }

    private void WriteStrip(int bias)
    {
        using (TileLoop())
        {
            WriteTilePlace(Math.Max(_input.RowStride, 1), _input.PixelStride, 1, "source", "start");
            using (_code.Block($"for (int lane = 0; lane < {Literal(tiling.InputLanes)}; lane += V.Count)"))
                WriteInputTransform();
        }
        using (_code.Loop("block", Blocks))
        {
            WriteProducts();
            using (TileLoop())
            {
                WriteTilePlace(_output.RowStride, _output.PixelStride, _op.PoolsTwoByTwo ? 2 : 1, "target", "place");
                if (site.Inputs.Count > 1)
                    WriteTilePlace(site.Inputs[1].RowStride, site.Inputs[1].PixelStride, 1, "other", "addedPlace");
                using (_code.Block($"for (int lane = 0; lane < {Literal(tiling.BlockLanes)}; lane += V.Count)"))
                    WriteOutputTransform(bias);
            }
        }
    }

    private CodeWriter.Scope TileLoop() =>
        site.IsShared && tiling.Strip > 1 ? _code.Block("for (int tile = 0; tile < strip; tile++)") : _code.Loop("tile", tiling.Strip);

    /// <summary>Points at the first pixel of a tile; the last row and column of tiles are moved back to end with the map.</summary>
    private void WriteTilePlace(int rowStride, int pixelStride, int pooling, string map, string name)
    {
        string tile = tiling.Strip == 1 ? "first" : tiling.Strip == tiling.Tiles && !site.IsShared ? "tile" : "(first + tile)";
        string y = Position($"{tile} / {Literal(tiling.Across)}", tiling.Down, tiling.Height, pooling);
        string x = Position(tiling.Down == 1 ? tile : $"{tile} % {Literal(tiling.Across)}", tiling.Across, tiling.Width, pooling);
        string offset = string.Join(" + ", new[] { y.Length == 0 ? "" : Scaled(y, rowStride), x.Length == 0 ? "" : Scaled(x, pixelStride) }.Where(term => term.Length > 0));
        _code.Line($"ref float {name} = {At(map, offset)};");
    }

    private static string Position(string index, int count, int length, int pooling)
    {
        int step = WinogradTiling.Outputs / pooling;
        return count == 1 ? "" : length % WinogradTiling.Outputs == 0 ? $"{index} * {Literal(step)}" : $"Math.Min({index} * {Literal(step)}, {Literal(length / pooling - step)})";
    }

    private void WriteInputTransform()
    {
        string tile = tiling.Strip == 1 ? "lane" : $"tile * {Literal(tiling.InputLanes)} + lane";
        _code.Line($"ref float column = {At("start", "lane")};");
        _code.Line("ref float part = ref half;");
        using (_code.Loop("x", WinogradTiling.Inputs))
        {
            for (int row = 0; row < WinogradTiling.Inputs; row++)
                _code.Line($"var d{Literal(row)} = V.Load({At("column", row * _input.RowStride)});");
            WinogradTransform.WriteInput(_code);
            for (int row = 0; row < WinogradTiling.Inputs; row++)
                _code.Line($"V.Store(v{Literal(row)}, {At("part", row * WinogradTiling.Inputs * 16)});");
            _code.Line($"column = ref Unsafe.Add(ref column, {Literal(_input.PixelStride)});");
            _code.Line("part = ref Unsafe.Add(ref part, 16);");
        }
        _code.Line("part = ref half;");
        _code.Line($"ref float matrix = {At("inputs", tile)};");
        using (_code.Loop("y", WinogradTiling.Inputs))
        {
            for (int column = 0; column < WinogradTiling.Inputs; column++)
                _code.Line($"var d{Literal(column)} = V.Load({At("part", column * 16)});");
            WinogradTransform.WriteInput(_code);
            for (int column = 0; column < WinogradTiling.Inputs; column++)
                _code.Line($"V.Store(v{Literal(column)}, {At("matrix", column * tiling.InputStep)});");
            _code.Line($"part = ref Unsafe.Add(ref part, {Literal(WinogradTiling.Inputs * 16)});");
            _code.Line($"matrix = ref Unsafe.Add(ref matrix, {Literal(WinogradTiling.Inputs * tiling.InputStep)});");
        }
    }

    private void WriteProducts()
    {
        var tiles = TileRange.Over(tiling.Strip, tiling.BlockTiles);
        _code.Line($"ref float kernel = {At("weights", Blocks == 1 ? "" : $"block * {Literal(WinogradTiling.Products * MatrixLength)}")};");
        _code.Line("ref float left = ref inputs;");
        _code.Line("ref float result = ref products;");
        using (_code.Loop("product", WinogradTiling.Products))
        {
            string step = tiling.Vectors == 1 ? "lane += V.Count" : $"lane += {Literal(tiling.Vectors)} * V.Count";
            using (_code.Block($"for (int lane = 0; lane < {Literal(tiling.BlockLanes)}; {step})"))
            using (BlockLoop(tiles))
                WriteProduct(tiles);
            _code.Line($"kernel = ref Unsafe.Add(ref kernel, {Literal(MatrixLength)});");
            _code.Line($"left = ref Unsafe.Add(ref left, {Literal(tiling.InputStep)});");
            _code.Line($"result = ref Unsafe.Add(ref result, {Literal(tiling.ProductStep)});");
        }
    }

    /// <summary>The last block is moved back to end with the strip; in a strip shorter than a block it goes on behind it, to products that nobody reads.</summary>
    private TileRange.LoopScope BlockLoop(TileRange tiles)
    {
        if (!site.IsShared || tiles.Count == 1)
            return tiles.Loop(_code, "tile");
        var loop = _code.Block($"for (int tileBlock = 0; tileBlock < strip; tileBlock += {Literal(tiling.BlockTiles)})");
        _code.Line($"int tile = Math.Max(Math.Min(tileBlock, strip - {Literal(tiling.BlockTiles)}), 0);");
        return new TileRange.LoopScope(loop);
    }

    /// <summary>A block of tiles times the vectors of a block of channels: two input channels a turn where their number is even.</summary>
    private void WriteProduct(TileRange tiles)
    {
        _code.Line($"ref float value = {At("left", tiles.Offset("tile", tiling.InputLanes))};");
        _code.Line($"ref float tap = {At("kernel", "lane")};");
        for (int tile = 0; tile < tiling.BlockTiles; tile++)
            for (int vector = 0; vector < tiling.Vectors; vector++)
                _code.Line($"var {Sum(tile, vector)} = V.Zero;");
        int unrolled = tiling.Channels % 2 == 0 ? 2 : 1;
        using (_code.Loop("channel", tiling.Channels / unrolled))
        {
            for (int channel = 0; channel < unrolled; channel++)
            {
                for (int vector = 0; vector < tiling.Vectors; vector++)
                    _code.Line($"var k{Literal(channel)}{Suffix(vector)} = V.Load({Behind("tap", vector, channel * tiling.BlockLanes)});");
                for (int tile = 0; tile < tiling.BlockTiles; tile++)
                {
                    int offset = tile * tiling.InputLanes + channel;
                    string value = $"v{Literal(channel)}_{Literal(tile)}";
                    _code.Line($"var {value} = V.Broadcast({(offset == 0 ? "value" : $"Unsafe.Add(ref value, {Literal(offset)})")});");
                    for (int vector = 0; vector < tiling.Vectors; vector++)
                        _code.Line($"{Sum(tile, vector)} = V.MultiplyAdd({value}, k{Literal(channel)}{Suffix(vector)}, {Sum(tile, vector)});");
                }
            }
            _code.Line($"value = ref Unsafe.Add(ref value, {Literal(unrolled)});");
            _code.Line($"tap = ref Unsafe.Add(ref tap, {Literal(unrolled * tiling.BlockLanes)});");
        }
        string place = tiles.Offset("tile", tiling.BlockLanes);
        _code.Line($"ref float sums = {At("result", place.Length == 0 ? "lane" : place + " + lane")};");
        for (int tile = 0; tile < tiling.BlockTiles; tile++)
            for (int vector = 0; vector < tiling.Vectors; vector++)
                _code.Line($"V.Store({Sum(tile, vector)}, {Behind("sums", vector, tile * tiling.BlockLanes)});");
    }

    private void WriteOutputTransform(int bias)
    {
        _code.Line($"ref float column = {At("products", tiling.Strip == 1 ? "lane" : $"tile * {Literal(tiling.BlockLanes)} + lane")};");
        _code.Line("ref float part = ref half;");
        using (_code.Loop("x", WinogradTiling.Inputs))
        {
            for (int row = 0; row < WinogradTiling.Inputs; row++)
                _code.Line($"var m{Literal(row)} = V.Load({At("column", row * WinogradTiling.Inputs * tiling.ProductStep)});");
            WinogradTransform.WriteOutput(_code);
            for (int row = 0; row < WinogradTiling.Outputs; row++)
                _code.Line($"V.Store(r{Literal(row)}, {At("part", row * WinogradTiling.Inputs * 16)});");
            _code.Line($"column = ref Unsafe.Add(ref column, {Literal(tiling.ProductStep)});");
            _code.Line("part = ref Unsafe.Add(ref part, 16);");
        }
        string lane = Blocks == 1 ? "lane" : $"block * {Literal(tiling.BlockLanes)} + lane";
        if (bias >= 0)
            _code.Line($"var bias = V.Load({At("weights", $"{lane} + {Literal(bias)}")});");
        _code.Line("part = ref half;");
        _code.Line($"ref float pixel = {At("place", lane)};");
        if (site.Inputs.Count > 1)
            _code.Line($"ref float added = {At("addedPlace", lane)};");
        int rows = _op.PoolsTwoByTwo ? 2 : 1;
        using (_code.Loop("y", WinogradTiling.Outputs / rows))
        {
            for (int row = 0; row < rows; row++)
            {
                string suffix = row == 0 ? "" : "b";
                for (int column = 0; column < WinogradTiling.Inputs; column++)
                    _code.Line($"var m{Literal(column)}{suffix} = V.Load({At("part", (row * WinogradTiling.Inputs + column) * 16)});");
                WinogradTransform.WriteOutput(_code, suffix);
            }
            for (int column = 0; column < WinogradTiling.Outputs / rows; column++)
            {
                string result = _op.PoolsTwoByTwo
                    ? $"V.Max(V.Max(r{Literal(2 * column)}, r{Literal(2 * column + 1)}), V.Max(r{Literal(2 * column)}b, r{Literal(2 * column + 1)}b))"
                    : $"r{Literal(column)}";
                if (bias >= 0)
                    result = $"V.Add({result}, bias)";
                _code.Line($"var o{Literal(column)} = {result};");
                site.WriteAddition("o" + Literal(column), map => column * map.PixelStride);
                _code.Line($"V.Store({ActivationCode.Apply(_op.Activation, "o" + Literal(column))}, {At("pixel", column * _output.PixelStride)});");
            }
            _code.Line($"part = ref Unsafe.Add(ref part, {Literal(rows * WinogradTiling.Inputs * 16)});");
            _code.Line($"pixel = ref Unsafe.Add(ref pixel, {Literal(_output.RowStride)});");
            if (site.Inputs.Count > 1)
                _code.Line($"added = ref Unsafe.Add(ref added, {Literal(site.Inputs[1].RowStride)});");
        }
    }

    private static string Sum(int tile, int vector) => $"a{Literal(tile)}{Suffix(vector)}";

    private static string Suffix(int vector) => vector == 0 ? "" : "b";
}
