using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using CnnCompiler.Generator.Weights;
using CnnCompiler.Generator.Planning;
using static CnnCompiler.Generator.CSharp;
using static CnnCompiler.Generator.Kernels.KernelSite;

namespace CnnCompiler.Generator.Kernels;

/// <summary>
/// A convolution whose kernel covers its whole input: a dense layer. Every weight is used once for an input, so the speed is that of reading them:
/// those of up to eight vectors lie behind one another. A batch reads them once for all its inputs.
/// </summary>
internal sealed class DenseProduct : KernelStrategy
{
    public override bool Fits(Node node) => IsDense(node);

    /// <summary>Whether every output is a sum over all inputs.</summary>
    public static bool IsDense(Node node) =>
        node.Operator is Convolution { Groups: 1, PoolsTwoByTwo: false } op
        && node.Output.Type is { Height: 1, Width: 1 }
        && Covers(op.Rows, node.Input.Type.Height) && Covers(op.Columns, node.Input.Type.Width);

    public override string Reason(Node node)
    {
        var tile = DenseTile.Of(node.Input.Type.MapLength, node.Output.Type.Channels, node.Input.Type.MapLength);
        return FormattableString.Invariant($"dense product: {tile.Lanes} outputs as lanes, {tile.Inputs} inputs broadcast one by one into ") +
            FormattableString.Invariant($"{tile.Vectors} {(tile.Vectors == 1 ? "vector" : "vectors")} x {tile.Sums} partial {(tile.Sums == 1 ? "sum" : "sums")}");
    }

    public override bool NeedsLanes(Node node) => false;

    /// <summary>One run of values, so that a batch's kernel is one product of matrices.</summary>
    public override bool ComputesBatches(Node node, TensorLayout input) => node.Input.Type.Batch == 1 && Run(input) == node.Input.Type.MapLength;

    public override int BatchSumsLength(Node node) => TileOf(node, node.Input.Type.MapLength).SumsLength;

    public override void Write(KernelSite site)
    {
        var (input, code) = (site.Input, site.Code);
        int run = Run(input);
        var tile = TileOf(site.Node, run);
        int bias = Pack(site, tile);
        string step = tile.Vectors == 1 ? "lane += V.Count" : $"lane += {Literal(tile.Vectors)} * V.Count";
        using (code.Block($"for (int lane = 0; lane < {Literal(tile.Lanes)}; {step})"))
        {
            code.Line($"ref float weight = {At("weights", BlockStart(tile))};");
            for (int sum = 0; sum < tile.Sums; sum++)
                for (int vector = 0; vector < tile.Vectors; vector++)
                    code.Line($"var {Sum(sum, vector)} = V.Zero;");
            using (code.Loop("y", run >= input.Width * input.Channels && run == tile.Inputs ? 1 : input.Height))
            using (code.Loop("x", run >= input.Width * input.Channels ? 1 : input.Width))
            {
                string start = string.Join(" + ", new[]
                {
                    run == tile.Inputs || input.Height == 1 ? "" : Scaled("y", input.RowStride),
                    run >= input.Width * input.Channels || input.Width == 1 ? "" : Scaled("x", input.PixelStride),
                }.Where(term => term.Length > 0));
                code.Line($"ref float value = {At("source", start)};");
                using (code.Loop("i", run / tile.Sums))
                {
                    WriteProducts(site, tile, tile.Sums, "v");
                    if (run > tile.Sums)
                        code.Line($"value = ref Unsafe.Add(ref value, {Literal(tile.Sums)});");
                    if (tile.Inputs > tile.Sums)
                        code.Line($"weight = ref Unsafe.Add(ref weight, {Literal(tile.Sums * tile.BlockLanes)});");
                }
                if (run % tile.Sums != 0)
                {
                    WriteProducts(site, tile, run % tile.Sums, "last");
                    if (tile.Inputs > run)
                        code.Line($"weight = ref Unsafe.Add(ref weight, {Literal(run % tile.Sums * tile.BlockLanes)});");
                }
            }
            for (int vector = 0; vector < tile.Vectors; vector++)
                WriteResult(
                    site, vector == 0 ? "total" : "total" + Literal(vector), [.. Enumerable.Range(0, tile.Sums).Select(sum => Sum(sum, vector))], bias, "target",
                    vector == 0 ? "lane" : $"lane + {Times(vector)}");
        }
    }

    public override void WriteBatch(KernelSite site)
    {
        var tile = TileOf(site.Node, site.Node.Input.Type.MapLength);
        new DenseBatchWriter(site, tile, Pack(site, tile)).Write();
    }

    /// <summary>Writes the sum of parts with bias and activation, and stores it.</summary>
    public static void WriteResult(KernelSite site, string variable, IReadOnlyList<string> sums, int bias, string target, string place)
    {
        string total = Total(sums);
        if (bias >= 0)
            total = $"V.Add({total}, V.Load({At("weights", $"{(target == "target" ? place : "lane")} + {Literal(bias)}")}))";
        site.Code.Line($"var {variable} = {total};");
        site.Code.Line($"V.Store({ActivationCode.Apply(((Convolution)site.Node.Operator).Activation, variable)}, {At(target, place)});");
    }

    /// <summary>The text of the way to a lane's weights of the first input.</summary>
    public static string BlockStart(DenseTile tile) => tile.Lanes > tile.BlockLanes
        ? $"lane / {Literal(tile.BlockLanes)} * {Literal(checked(tile.Inputs * tile.BlockLanes))} + lane % {Literal(tile.BlockLanes)}"
        : "lane";

    private static int Pack(KernelSite site, DenseTile tile)
    {
        var weight = site.Node.Inputs[1].Weight!;
        var stored = weight is Reshaped reshaped ? reshaped.Operand : weight;
        // A matrix that the file has inputs first is packed from where it lies.
        bool inputsFirst = stored is TransposedWeight { Permutation: [1, 0] };
        string kernel = site.Packing.Variable(inputsFirst ? stored.Operands[0] : weight);
        site.Packing.Pack(checked(tile.Inputs * tile.Lanes), packed =>
            $"WeightPacking.{(inputsFirst ? "DenseRows" : "DenseLanes")}({kernel}, {packed}, outputs: {Literal(site.Output.Channels)}, channels: {Literal(site.Input.Channels)}, " +
            $"pixels: {Literal(site.Input.Height * site.Input.Width)}, lanes: {Literal(tile.BlockLanes)});");
        return site.PackBias();
    }

    private static DenseTile TileOf(Node node, int run) => DenseTile.Of(node.Input.Type.MapLength, node.Output.Type.Channels, run);

    /// <summary>What lies side by side: the whole map, or a row, or a pixel.</summary>
    private static int Run(TensorLayout input)
    {
        int pixels = input.PixelStride == input.Channels ? input.Border.IsEmpty ? input.Height * input.Width : input.Width : 1;
        return pixels * input.Channels;
    }

    private static void WriteProducts(KernelSite site, DenseTile tile, int count, string name)
    {
        for (int index = 0; index < count; index++)
        {
            string value = index == 0 ? "value" : $"Unsafe.Add(ref value, {Literal(index)})";
            string broadcast = $"V.Broadcast({value})";
            if (tile.Vectors > 1)
            {
                site.Code.Line($"var {name}{Literal(index)} = {broadcast};");
                broadcast = name + Literal(index);
            }
            for (int vector = 0; vector < tile.Vectors; vector++)
            {
                int offset = index * tile.BlockLanes;
                string place = vector == 0 ? At("weight", offset) : At("weight", offset == 0 ? Times(vector) : $"{Times(vector)} + {Literal(offset)}");
                site.Code.Line($"{Sum(index, vector)} = V.MultiplyAdd({broadcast}, V.Load({place}), {Sum(index, vector)});");
            }
        }
    }

    private static string Times(int vector) => vector == 1 ? "V.Count" : $"{Literal(vector)} * V.Count";

    private static string Sum(int sum, int vector) => $"a{Literal(sum)}{(vector == 0 ? "" : "_" + Literal(vector))}";

    /// <summary>The partial sums added in pairs.</summary>
    private static string Total(IReadOnlyList<string> sums)
    {
        while (sums.Count > 1)
            sums = [.. Enumerable.Range(0, (sums.Count + 1) / 2).Select(pair => 2 * pair + 1 < sums.Count ? $"V.Add({sums[2 * pair]}, {sums[2 * pair + 1]})" : sums[2 * pair])];
        return sums[0];
    }

    private static bool Covers(WindowGeometry window, int length) =>
        window.Kernel == length && window.Dilation == 1 && window.PadBefore == 0 && window.PadAfter == 0;
}
