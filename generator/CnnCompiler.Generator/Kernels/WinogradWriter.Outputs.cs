using CnnCompiler.Generator.Emit;
using static CnnCompiler.Generator.CSharp;
using static CnnCompiler.Generator.Kernels.KernelSite;

namespace CnnCompiler.Generator.Kernels;

/// <content>The transform of products to outputs.</content>
internal sealed partial class WinogradWriter
{
    private void WriteOutputTransforms(int bias)
    {
        using (GroupLoop())
        {
            _code.Line($"ref float place = {At("target", GroupOffset(Tile("tile"), _output.RowStride, _output.PixelStride, _op.PoolsTwoByTwo ? 2 : 1))};");
            if (site.Inputs.Count > 1)
                _code.Line($"ref float addedPlace = {At("other", GroupOffset(Tile("tile"), site.Inputs[1].RowStride, site.Inputs[1].PixelStride, 1))};");
            using (_code.Block($"for (int lane = 0; lane < {Literal(tiling.BlockLanes)}; lane += V.Count)"))
                WriteOutputTransform(bias);
        }
    }

    private CodeWriter.Scope GroupLoop()
    {
        if (tiling.GroupTiles == 1)
            return TileLoop();
        string step = $"tile += {Literal(tiling.GroupTiles)}";
        return _code.Block($"for (int tile = 0; tile < {(Strip.Length > 0 ? Strip : Literal(tiling.Strip))}; {step})");
    }

    /// <summary>From row to row, each tile by itself; side by side in the memory between the two directions, where those of a group become one.</summary>
    private void WriteOutputColumns()
    {
        string tile = tiling.Strip == 1 ? "" : $"tile * {Literal(tiling.BlockLanes)} + ";
        _code.Line($"ref float column = {At("products", tile + "lane")};");
        _code.Line("ref float part = ref half;");
        int row = tiling.TilesAcross * _columns.Inputs * 16;
        if (tiling.GroupTiles == 1)
        {
            WriteOutputColumns("column", "part", row);
            return;
        }
        using (_code.Loop("down", tiling.TilesDown))
        {
            using (_code.Loop("across", tiling.TilesAcross))
            {
                _code.Line("ref float product = ref column;");
                WriteOutputColumns("product", "part", row);
                _code.Line($"column = ref Unsafe.Add(ref column, {Literal(tiling.BlockLanes)});");
            }
            if (tiling.TilesDown > 1)
                _code.Line($"part = ref Unsafe.Add(ref part, {Literal((_rows.Outputs - 1) * row)});");
        }
    }

    private void WriteOutputColumns(string source, string part, int rowLength)
    {
        using (_code.Loop("x", _columns.Inputs))
        {
            for (int row = 0; row < _rows.Inputs; row++)
                _code.Line($"var m{Literal(row)} = V.Load({At(source, row * _columns.Inputs * tiling.ProductStep)});");
            _rows.WriteOutput(_code);
            for (int row = 0; row < _rows.Outputs; row++)
                _code.Line($"V.Store(r{Literal(row)}, {At(part, row * rowLength)});");
            _code.Line($"{source} = ref Unsafe.Add(ref {source}, {Literal(tiling.ProductStep)});");
            _code.Line($"{part} = ref Unsafe.Add(ref {part}, 16);");
        }
    }

    private void WriteOutputTransform(int bias)
    {
        WriteOutputColumns();
        string lane = Blocks == 1 ? "lane" : $"block * {Literal(tiling.BlockLanes)} + lane";
        if (bias >= 0)
            _code.Line($"var bias = V.Load({At("weights", $"{lane} + {Literal(bias)}")});");
        _code.Line("part = ref half;");
        _code.Line($"ref float pixel = {At("place", lane)};");
        if (site.Inputs.Count > 1)
            _code.Line($"ref float added = {At("addedPlace", lane)};");
        int rows = _op.PoolsTwoByTwo ? 2 : 1;
        int line = tiling.TilesAcross * _columns.Inputs;
        using (_code.Loop("y", tiling.GroupHeight / rows, keep: true))
        {
            if (tiling.TilesAcross > 1)
                WritePooledRows(line);
            else
                for (int row = 0; row < rows; row++)
                    WriteOutputRow("part", row * line, row == 0 ? "" : "b");
            for (int column = 0; column < tiling.GroupWidth / rows; column++)
            {
                string result = tiling.TilesAcross > 1 ? $"V.Max(V.Load({At("part", 2 * column * 16)}), V.Load({At("part", (2 * column + 1) * 16)}))"
                    : _op.PoolsTwoByTwo ? $"V.Max(V.Max(r{Literal(2 * column)}, r{Literal(2 * column + 1)}), V.Max(r{Literal(2 * column)}b, r{Literal(2 * column + 1)}b))"
                    : $"r{Literal(column)}";
                if (bias >= 0)
                    result = $"V.Add({result}, bias)";
                _code.Line($"var o{Literal(column)} = {result};");
                site.WriteAddition("o" + Literal(column), map => column * map.PixelStride);
                _code.Line($"V.Store({ActivationCode.Apply(_op.Activation, "o" + Literal(column))}, {At("pixel", column * _output.PixelStride)});");
            }
            _code.Line($"part = ref Unsafe.Add(ref part, {Literal(rows * line * 16)});");
            _code.Line($"pixel = ref Unsafe.Add(ref pixel, {Literal(_output.RowStride)});");
            if (site.Inputs.Count > 1)
                _code.Line($"added = ref Unsafe.Add(ref added, {Literal(site.Inputs[1].RowStride)});");
        }
    }

    /// <summary>From column to column, one tile's row of outputs.</summary>
    private void WriteOutputRow(string source, int offset, string suffix)
    {
        for (int column = 0; column < _columns.Inputs; column++)
            _code.Line($"var m{Literal(column)}{suffix} = V.Load({At(source, (offset + column) * 16)});");
        _columns.WriteOutput(_code, suffix);
    }

    /// <summary>
    /// The larger of two rows, tile by tile in the place of what they are made of: all at once would need more registers than there are, and take the
    /// just-in-time compiler twice as long.
    /// </summary>
    private void WritePooledRows(int line)
    {
        using (_code.Loop("across", tiling.TilesAcross))
        {
            _code.Line($"ref float row = {At("part", $"across * {Literal(_columns.Inputs * 16)}")};");
            WriteOutputRow("row", 0, "");
            WriteOutputRow("row", line, "b");
            _code.Line($"ref float pooled = {At("part", $"across * {Literal(_columns.Outputs * 16)}")};");
            for (int column = 0; column < _columns.Outputs; column++)
                _code.Line($"V.Store(V.Max(r{Literal(column)}, r{Literal(column)}b), {At("pooled", column * 16)});");
        }
    }
}
