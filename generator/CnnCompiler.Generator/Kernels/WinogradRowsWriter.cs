using CnnCompiler.Generator.Emit;
using CnnCompiler.Generator.Graph.Operators;
using CnnCompiler.Generator.Planning;
using static CnnCompiler.Generator.CSharp;
using static CnnCompiler.Generator.Kernels.KernelSite;

namespace CnnCompiler.Generator.Kernels;

/// <summary>
/// Writes the method of a <see cref="WinogradRowsConvolution"/>: for each row of tiles the transform of its rows of inputs, then for each vector of
/// output channels and strip of columns the products of each transformed row, and their transform to outputs.
/// </summary>
internal sealed class WinogradRowsWriter(KernelSite site, WinogradRowsTiling tiling)
{
    private readonly CodeWriter _code = site.Code;
    private readonly Convolution _op = (Convolution)site.Node.Operator;
    private readonly TensorLayout _input = site.Input;
    private readonly TensorLayout _output = site.Output;
    private readonly WinogradForm _rows = tiling.Rows;
    private readonly int _rowStep = tiling.RowStep(site.Input.PixelStride);

    private int Columns => _op.Columns.Kernel;

    private int Pooling => _op.PoolsTwoByTwo ? 2 : 1;

    /// <summary>From the transformed rows of one part of the kernel to those of the next.</summary>
    private int PartStep => _rows.Inputs * _rowStep;

    // The last pixel ends with its channels: behind them there may be no other map whose channels lie side by side with these.
    private int RowLength => (tiling.InputWidth - 1) * _input.PixelStride + tiling.Channels;

    public void Write()
    {
        string kernel = site.Packing.Variable(site.Node.Inputs[1].Weight!);
        int blockLength = _rows.Inputs * tiling.Parts * tiling.Channels * Columns * tiling.BlockLanes;
        site.Packing.Pack(tiling.OutputLanes / tiling.BlockLanes * blockLength, packed =>
            $"WeightPacking.WinogradRowLanes({kernel}, {packed}, filters: {Literal(_output.Channels)}, channels: {Literal(tiling.Channels)}, " +
            $"rows: {Literal(_op.Rows.Kernel)}, columns: {Literal(Columns)}, parts: {Literal(tiling.Parts)}, points: {Literal(_rows.Inputs)}, lanes: {Literal(tiling.BlockLanes)});");
        int bias = site.PackBias();

        var down = TileRange.Over(tiling.Height / Pooling, _rows.Outputs / Pooling);
        var across = TileRange.Over(tiling.Width / Pooling, tiling.Strip / Pooling);
        bool adds = site.Inputs.Count > 1;
        string products = $"ref Unsafe.Add(ref temporary, {Literal(PartStep * tiling.Parts)})";
        using (down.Loop(_code, "y"))
        {
            _code.Line($"TransformInputs({At("source", down.Offset("y", Pooling * _input.RowStride))}, ref temporary);");
            using (_code.Block($"for (int lane = 0; lane < {Literal(tiling.OutputLanes)}; lane += V.Count)"))
            {
                string lane = tiling.OutputLanes > 16 ? $"lane / 16 * {Literal(blockLength)} + lane % 16" : "lane";
                using (across.Loop(_code, "x"))
                {
                    _code.Line($"Multiply({At("temporary", across.Offset("x", Pooling * _op.Columns.Stride * _input.PixelStride))}, {At("weights", lane)}, {products});");
                    _code.Line($"TransformOutputs({products}, {(bias < 0 ? "" : At("weights", $"lane + {Literal(bias)}") + ", ")}{At("target", Place(_output))}{(adds ? ", " + At("other", Place(site.Inputs[1])) : "")});");
                }
            }
        }

        using (Step("TransformInputs(ref float source, ref float rows)"))
            WriteInputTransform();
        using (Step("Multiply(ref float rows, ref float kernel, ref float products)"))
            WriteProducts();
        using (Step($"TransformOutputs(ref float products, {(bias < 0 ? "" : "ref float summand, ")}ref float target{(adds ? ", ref float added" : "")})"))
            WriteOutputTransform(bias >= 0);

        string Place(TensorLayout map) =>
            string.Join(" + ", new[] { "lane", down.Offset("y", map.RowStride), across.Offset("x", map.PixelStride) }.Where(term => term.Length > 0));
    }

    /// <summary>A step is a method of its own: all of them in one have more vectors than the just-in-time compiler is willing to inline.</summary>
    private CodeWriter.Scope Step(string header)
    {
        _code.Line();
        _code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        return _code.Block("static void " + header);
    }

    private void WriteInputTransform()
    {
        using (_code.Loop("part", tiling.Parts))
        {
            WinogradRowTransform.Write(_code, _rows, _input.RowStride, _rowStep, RowLength);
            if (tiling.Parts > 1)
            {
                _code.Line($"source = ref Unsafe.Add(ref source, {Literal(_rows.Kernel * _input.RowStride)});");
                _code.Line($"rows = ref Unsafe.Add(ref rows, {Literal(PartStep)});");
            }
        }
    }

    /// <summary>The taps of a row stay in registers, and each input is broadcast once for all of them.</summary>
    private void WriteProducts()
    {
        var pixels = TileRange.Over(tiling.Strip, tiling.Pixels);
        int taps = Columns * tiling.BlockLanes;
        using (_code.Loop("row", _rows.Inputs))
        {
            using (pixels.Loop(_code, "x"))
            {
                _code.Line($"ref float value = {At("rows", pixels.Offset("x", _op.Columns.Stride * _input.PixelStride))};");
                _code.Line($"ref float sums = {At("products", pixels.Offset("x", tiling.BlockLanes))};");
                _code.Line("ref float tap = ref kernel;");
                for (int pixel = 0; pixel < tiling.Pixels; pixel++)
                    _code.Line($"var a{Literal(pixel)} = V.Zero;");
                using (_code.Loop("part", tiling.Parts))
                {
                    using (_code.Loop("channel", tiling.Channels))
                    {
                        for (int column = 0; column < Columns; column++)
                            _code.Line($"var k{Literal(column)} = V.Load({At("tap", column * tiling.BlockLanes)});");
                        WriteRow();
                        if (tiling.Channels > 1)
                            _code.Line("value = ref Unsafe.Add(ref value, 1);");
                        if (tiling.Channels * tiling.Parts > 1)
                            _code.Line($"tap = ref Unsafe.Add(ref tap, {Literal(taps)});");
                    }
                    if (tiling.Parts > 1)
                        _code.Line($"value = ref Unsafe.Add(ref value, {Literal(PartStep - (tiling.Channels > 1 ? tiling.Channels : 0))});");
                }
                for (int pixel = 0; pixel < tiling.Pixels; pixel++)
                    _code.Line($"V.Store(a{Literal(pixel)}, {At("sums", pixel * tiling.BlockLanes)});");
            }
            _code.Line($"rows = ref Unsafe.Add(ref rows, {Literal(_rowStep)});");
            _code.Line($"kernel = ref Unsafe.Add(ref kernel, {Literal(tiling.Parts * tiling.Channels * taps)});");
            _code.Line($"products = ref Unsafe.Add(ref products, {Literal(tiling.ProductStep)});");
        }
    }

    private void WriteRow()
    {
        var uses =
            from pixel in Enumerable.Range(0, tiling.Pixels)
            from column in Enumerable.Range(0, Columns)
            group (pixel, column) by pixel * _op.Columns.Stride + column * _op.Columns.Dilation into use
            orderby use.Key
            select use;
        foreach (var use in uses)
        {
            int offset = use.Key * _input.PixelStride;
            string value = offset == 0 ? "value" : $"Unsafe.Add(ref value, {Literal(offset)})";
            if (use.Count() > 1)
            {
                _code.Line($"var v{Literal(use.Key)} = V.Broadcast({value});");
                value = "v" + Literal(use.Key);
            }
            foreach (var (pixel, column) in use)
                _code.Line($"a{Literal(pixel)} = V.MultiplyAdd({value}, k{Literal(column)}, a{Literal(pixel)});");
        }
    }

    private void WriteOutputTransform(bool hasBias)
    {
        if (hasBias)
            _code.Line("var bias = V.Load(ref summand);");
        using (_code.Loop("x", tiling.Strip / Pooling))
        {
            for (int pixel = 0; pixel < Pooling; pixel++)
            {
                string suffix = pixel == 0 ? "" : "b";
                for (int row = 0; row < _rows.Inputs; row++)
                    _code.Line($"var m{Literal(row)}{suffix} = V.Load({At("products", row * tiling.ProductStep + pixel * tiling.BlockLanes)});");
                _rows.WriteOutput(_code, suffix);
            }
            for (int row = 0; row < _rows.Outputs / Pooling; row++)
            {
                string result = _op.PoolsTwoByTwo
                    ? $"V.Max(V.Max(r{Literal(2 * row)}, r{Literal(2 * row)}b), V.Max(r{Literal(2 * row + 1)}, r{Literal(2 * row + 1)}b))"
                    : $"r{Literal(row)}";
                if (hasBias)
                    result = $"V.Add({result}, bias)";
                _code.Line($"var o{Literal(row)} = {result};");
                site.WriteAddition("o" + Literal(row), map => row * map.RowStride);
                _code.Line($"V.Store({ActivationCode.Apply(_op.Activation, "o" + Literal(row))}, {At("target", row * _output.RowStride)});");
            }
            _code.Line($"products = ref Unsafe.Add(ref products, {Literal(Pooling * tiling.BlockLanes)});");
            _code.Line($"target = ref Unsafe.Add(ref target, {Literal(_output.PixelStride)});");
            if (site.Inputs.Count > 1)
                _code.Line($"added = ref Unsafe.Add(ref added, {Literal(site.Inputs[1].PixelStride)});");
        }
    }
}
