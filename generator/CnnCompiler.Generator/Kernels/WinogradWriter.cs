using CnnCompiler.Generator.Emit;
using CnnCompiler.Generator.Graph.Operators;
using CnnCompiler.Generator.Planning;
using static CnnCompiler.Generator.CSharp;
using static CnnCompiler.Generator.Kernels.KernelSite;

namespace CnnCompiler.Generator.Kernels;

/// <summary>
/// Writes the method of a <see cref="WinogradConvolution"/>: for a strip of tiles the transform of their inputs to one matrix a product (tiles x
/// input channels), then for each block of output channels the products with its kernels and the transform of these to outputs.
/// </summary>
internal sealed partial class WinogradWriter(KernelSite site, WinogradTiling tiling)
{
    private readonly CodeWriter _code = site.Code;
    private readonly Convolution _op = (Convolution)site.Node.Operator;
    private readonly TensorLayout _input = site.Input;
    private readonly TensorLayout _output = site.Output;
    private readonly WinogradForm _rows = tiling.Rows;
    private readonly WinogradForm _columns = tiling.Columns;

    private int Blocks => tiling.OutputLanes / tiling.BlockLanes;

    private int MatrixLength => tiling.Channels * tiling.BlockLanes;

    private bool OneStrip => tiling.Strip == tiling.Tiles && !site.IsShared;

    private TileRange Products => TileRange.Over(tiling.Strip, tiling.BlockTiles);

    public void Write()
    {
        string kernel = site.Packing.Variable(site.Node.Inputs[1].Weight!);
        site.Packing.Pack(Blocks * tiling.Products * MatrixLength, packed =>
            $"WeightPacking.WinogradLanes({kernel}, {packed}, filters: {Literal(_output.Channels)}, channels: {Literal(tiling.Channels)}, " +
            $"rows: {Literal(_rows.Kernel)}, columns: {Literal(_columns.Kernel)}, points: ({Literal(_rows.Inputs)}, {Literal(_columns.Inputs)}), lanes: {Literal(tiling.BlockLanes)});");
        int bias = site.PackBias();

        _code.Line($"ref float half = ref temporary; // {(tiling.GroupTiles == 1 ? "one tile" : "a group of tiles")} of one vector between the two directions of a transform");
        _code.Line($"ref float inputs = {At("temporary", tiling.HalfLength)};");
        _code.Line($"ref float products = {At("temporary", tiling.HalfLength + tiling.Products * tiling.InputStep)};");
        if (site.IsShared)
        {
            int piece = tiling.Across * tiling.GroupTiles;
            _code.Line($"int lastTile = end == {Literal(tiling.Pieces)} ? {Literal(tiling.Tiles)} : end * {Literal(piece)};");
            using (_code.Block($"for (int first = begin * {Literal(piece)}; first < lastTile; first += {Literal(tiling.Strip)})"))
            {
                if (Strip.Length > 0)
                    _code.Line($"int strip = Math.Min({Literal(tiling.Strip)}, lastTile - first);");
                WriteStrip();
            }
        }
        else
        {
            using (TileRange.Over(tiling.Tiles, tiling.Strip).Loop(_code, "first"))
                WriteStrip();
        }

        using (Step($"TransformInputs(ref float source, ref float half, ref float inputs{Taken(First)}{Taken(Strip)})"))
            WriteInputTransforms();
        using (Step($"Multiply(ref float inputs, ref float kernel, ref float products{Taken(StripOfProducts)})"))
            WriteProducts();
        using (Step($"TransformOutputs(ref float products, ref float half, ref float weights, ref float target{(Added.Length == 0 ? "" : ", ref float other")}{Taken(First)}{Taken(Strip)}{Taken(Block)})"))
            WriteOutputTransforms(bias);
    }

    private void WriteStrip()
    {
        _code.Line($"TransformInputs(ref source, ref half, ref inputs{Given(First)}{Given(Strip)});");
        using (_code.Loop("block", Blocks))
        {
            _code.Line($"Multiply(ref inputs, {At("weights", Blocks == 1 ? "" : $"block * {Literal(tiling.Products * MatrixLength)}")}, ref products{Given(StripOfProducts)});");
            _code.Line($"TransformOutputs(ref products, ref half, ref weights, ref target{Given(Added)}{Given(First)}{Given(Strip)}{Given(Block)});");
        }
    }

    /// <summary>The variables of the loops around a step, where there are such loops.</summary>
    private string First => OneStrip ? "" : "first";

    /// <summary>The tiles of a strip where threads share them: the last strip of a piece is shorter.</summary>
    private string Strip => site.IsShared && tiling.Strip > 1 ? "strip" : "";

    private string StripOfProducts => Products.Count == 1 ? "" : Strip;

    private string Added => site.Inputs.Count > 1 ? "ref other" : "";

    private string Block => Blocks == 1 ? "" : "block";

    private static string Given(string variable) => variable.Length == 0 ? "" : ", " + variable;

    private static string Taken(string variable) => variable.Length == 0 ? "" : ", int " + variable;

    /// <summary>A step is a method of its own: all of them in one have more vectors than the just-in-time compiler is willing to inline.</summary>
    private CodeWriter.Scope Step(string header)
    {
        _code.Line();
        _code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        return _code.Block("static void " + header);
    }

    /// <summary>The text of a tile's number among all of them.</summary>
    private string Tile(string tile) => tiling.Strip == 1 ? "first" : OneStrip ? tile : $"(first + {tile})";

    /// <summary>The text of the offset of the first pixel of a tile's group; the last row and column of groups are moved back to end with the map.</summary>
    private string GroupOffset(string tile, int rowStride, int pixelStride, int pooling)
    {
        string group = tiling.GroupTiles == 1 ? tile : $"{tile} / {Literal(tiling.GroupTiles)}";
        string y = Position($"{group} / {Literal(tiling.Across)}", tiling.Down, tiling.Height, tiling.GroupHeight, pooling);
        string x = Position(tiling.Down == 1 ? group : $"{group} % {Literal(tiling.Across)}", tiling.Across, tiling.Width, tiling.GroupWidth, pooling);
        return Join(y.Length == 0 ? "" : Scaled(y, rowStride), x.Length == 0 ? "" : Scaled(x, pixelStride));
    }

    /// <summary>The text of the offset of the first pixel of a tile's inputs.</summary>
    private string InputOffset(string tile)
    {
        string member = tiling.Tiles == tiling.GroupTiles ? tile : $"{tile} % {Literal(tiling.GroupTiles)}";
        string y = tiling.TilesAcross == 1 ? member : $"{member} / {Literal(tiling.TilesAcross)}";
        string x = tiling.TilesDown == 1 ? member : $"{tile} % {Literal(tiling.TilesAcross)}";
        return Join(
            GroupOffset(tile, _input.RowStride, _input.PixelStride, 1),
            tiling.TilesDown == 1 ? "" : Scaled(y, _rows.Outputs * _input.RowStride),
            tiling.TilesAcross == 1 ? "" : Scaled(x, _columns.Outputs * _input.PixelStride));
    }

    private static string Join(params string[] terms) => string.Join(" + ", terms.Where(term => term.Length > 0));

    private static string Position(string index, int count, int length, int outputs, int pooling)
    {
        int step = outputs / pooling;
        return count == 1 ? "" : length % outputs == 0 ? $"{index} * {Literal(step)}" : $"Math.Min({index} * {Literal(step)}, {Literal(length / pooling - step)})";
    }

    private CodeWriter.Scope TileLoop() => Strip.Length > 0 ? _code.Block("for (int tile = 0; tile < strip; tile++)") : _code.Loop("tile", tiling.Strip);

    private void WriteInputTransforms()
    {
        int together = tiling.TilesOfVector;
        if (together == 1)
        {
            using (TileLoop())
            {
                _code.Line($"ref float start = {At("source", InputOffset(Tile("tile")))};");
                using (_code.Block($"for (int lane = 0; lane < {Literal(tiling.InputLanes)}; lane += V.Count)"))
                    WriteInputTransform("start", reference => $"V.Load({reference})");
            }
            return;
        }
        // Few channels: tiles side by side in a vector.
        string step = $"tile += Math.Max(1, V.Count / {Literal(tiling.InputLanes)})";
        using (Strip.Length > 0 ? _code.Block($"for (int tile = 0; tile < strip; {step})") : _code.Loop("tile", tiling.Strip, step, keep: true))
        {
            for (int part = 0; part < together; part++)
            {
                string tile = OneStrip && tiling.Strip == 1 ? "0" : part == 0 ? TileOf("tile") : $"Math.Min({TileOf("tile")} + {Literal(part)}, {Literal(tiling.Tiles - 1)})";
                string offset = InputOffset($"tile{Literal(part)}");
                if (offset.Length > 0)
                    _code.Line($"int tile{Literal(part)} = {tile};");
                _code.Line($"nint part{Literal(part)} = {(offset.Length == 0 ? "0" : offset)};");
            }
            string parts = string.Join(", ", Enumerable.Range(0, 4).Select(part => part < together ? $"part{Literal(part)}" : "0"));
            using (_code.Block($"for (int lane = 0; lane < {Literal(tiling.InputLanes)}; lane += V.Count)"))
                WriteInputTransform("source", reference => $"V.LoadParts({reference}, {Literal(tiling.InputLanes)}, {parts})");
        }

        string TileOf(string tile) => OneStrip ? tile : $"first + {tile}";
    }

    private void WriteInputTransform(string start, Func<string, string> load)
    {
        string tile = tiling.Strip == 1 ? "lane" : $"tile * {Literal(tiling.InputLanes)} + lane";
        _code.Line($"ref float column = {At(start, "lane")};");
        _code.Line("ref float part = ref half;");
        using (_code.Loop("x", _columns.Inputs))
        {
            for (int row = 0; row < _rows.Inputs; row++)
                _code.Line($"var d{Literal(row)} = {load(At("column", row * _input.RowStride))};");
            _rows.WriteInput(_code);
            for (int row = 0; row < _rows.Inputs; row++)
                _code.Line($"V.Store(v{Literal(row)}, {At("part", row * _columns.Inputs * 16)});");
            _code.Line($"column = ref Unsafe.Add(ref column, {Literal(_input.PixelStride)});");
            _code.Line("part = ref Unsafe.Add(ref part, 16);");
        }
        _code.Line("part = ref half;");
        _code.Line($"ref float matrix = {At("inputs", tile)};");
        using (_code.Loop("y", _rows.Inputs))
        {
            for (int column = 0; column < _columns.Inputs; column++)
                _code.Line($"var d{Literal(column)} = V.Load({At("part", column * 16)});");
            _columns.WriteInput(_code);
            for (int column = 0; column < _columns.Inputs; column++)
                _code.Line($"V.Store(v{Literal(column)}, {At("matrix", column * tiling.InputStep)});");
            _code.Line($"part = ref Unsafe.Add(ref part, {Literal(_columns.Inputs * 16)});");
            _code.Line($"matrix = ref Unsafe.Add(ref matrix, {Literal(_columns.Inputs * tiling.InputStep)});");
        }
    }

    private void WriteProducts()
    {
        _code.Line("ref float left = ref inputs;");
        _code.Line("ref float result = ref products;");
        using (_code.Loop("product", tiling.Products))
        {
            string step = tiling.Vectors == 1 ? "lane += V.Count" : $"lane += {Literal(tiling.Vectors)} * V.Count";
            using (_code.Block($"for (int lane = 0; lane < {Literal(tiling.BlockLanes)}; {step})"))
            using (BlockLoop())
                WriteProduct(Products);
            _code.Line($"kernel = ref Unsafe.Add(ref kernel, {Literal(MatrixLength)});");
            _code.Line($"left = ref Unsafe.Add(ref left, {Literal(tiling.InputStep)});");
            _code.Line($"result = ref Unsafe.Add(ref result, {Literal(tiling.ProductStep)});");
        }
    }

    /// <summary>The last block is moved back to end with the strip; in a strip shorter than a block it goes on behind it, to products that nobody reads.</summary>
    private TileRange.LoopScope BlockLoop()
    {
        if (StripOfProducts.Length == 0)
            return Products.Loop(_code, "tile");
        var loop = _code.Block($"for (int tileBlock = 0; tileBlock < strip; tileBlock += {Literal(tiling.BlockTiles)})");
        _code.Line($"int tile = Math.Max(Math.Min(tileBlock, strip - {Literal(tiling.BlockTiles)}), 0);");
        return new TileRange.LoopScope(loop);
    }

    /// <summary>
    /// A block of tiles times the vectors of a block of channels: up to four input channels all at once, eight in a block of few sums, whose loop would take
    /// longer than they; of more two a turn where their number is even.
    /// </summary>
    private void WriteProduct(TileRange tiles)
    {
        int most = tiling.BlockTiles * tiling.Vectors <= 4 ? 8 : 4;
        int unrolled = tiling.Channels <= most ? tiling.Channels : tiling.Channels % 2 == 0 ? 2 : 1;
        _code.Line($"ref float value = {At("left", tiles.Offset("tile", tiling.InputLanes))};");
        _code.Line($"ref float tap = {At("kernel", "lane")};");
        for (int tile = 0; tile < tiling.BlockTiles; tile++)
            for (int vector = 0; vector < tiling.Vectors; vector++)
                _code.Line($"var {Sum(tile, vector)} = V.Zero;");
        using (_code.Loop("channel", tiling.Channels / unrolled))
        {
            for (int channel = 0; channel < unrolled; channel++)
            {
                for (int vector = 0; vector < tiling.Vectors; vector++)
                    _code.Line($"var k{Literal(channel)}{Suffix(vector)} = V.Load({Behind("tap", vector, channel * tiling.BlockLanes)});");
                for (int tile = 0; tile < tiling.BlockTiles; tile++)
                {
                    int offset = tile * tiling.InputLanes + channel;
                    string value = offset == 0 ? "value" : $"Unsafe.Add(ref value, {Literal(offset)})";
                    if (tiling.Vectors > 1)
                    {
                        string several = $"v{Literal(channel)}_{Literal(tile)}";
                        _code.Line($"var {several} = V.Broadcast({value});");
                        value = several;
                    }
                    for (int vector = 0; vector < tiling.Vectors; vector++)
                        _code.Line($"{Sum(tile, vector)} = V.MultiplyAdd({value}, k{Literal(channel)}{Suffix(vector)}, {Sum(tile, vector)});");
                }
            }
            if (tiling.Channels > unrolled)
            {
                _code.Line($"value = ref Unsafe.Add(ref value, {Literal(unrolled)});");
                _code.Line($"tap = ref Unsafe.Add(ref tap, {Literal(unrolled * tiling.BlockLanes)});");
            }
        }
        string place = tiles.Offset("tile", tiling.BlockLanes);
        _code.Line($"ref float sums = {At("result", place.Length == 0 ? "lane" : place + " + lane")};");
        for (int tile = 0; tile < tiling.BlockTiles; tile++)
            for (int vector = 0; vector < tiling.Vectors; vector++)
                _code.Line($"V.Store({Sum(tile, vector)}, {Behind("sums", vector, tile * tiling.BlockLanes)});");
    }

    private static string Sum(int tile, int vector) => $"a{Literal(tile)}{Suffix(vector)}";

    private static string Suffix(int vector) => vector == 0 ? "" : "b";
}
