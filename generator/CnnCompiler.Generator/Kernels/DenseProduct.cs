using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using CnnCompiler.Generator.Weights;
using CnnCompiler.Generator.Planning;
using static CnnCompiler.Generator.CSharp;
using static CnnCompiler.Generator.Kernels.KernelSite;

namespace CnnCompiler.Generator.Kernels;

/// <summary>
/// A convolution whose kernel covers its whole input: a dense layer. Every weight is used once, so the speed is that of reading them; the sum is
/// split into eight, because one chain of fused multiply-adds would wait four cycles for each.
/// </summary>
internal sealed class DenseProduct : KernelStrategy
{
    /// <summary>Partial sums: two multiply-adds a cycle, each four cycles long.</summary>
    private const int MostSums = 8;

    public override bool Fits(Node node) =>
        node.Operator is Convolution { Groups: 1, PoolsTwoByTwo: false } op
        && node.Output.Type is { Height: 1, Width: 1 }
        && Covers(op.Rows, node.Input.Type.Height) && Covers(op.Columns, node.Input.Type.Width);

    public override string Reason(Node node) => FormattableString.Invariant(
        $"dense product: {Lanes.Pad(node.Output.Type.Channels)} outputs as lanes, {node.Input.Type.MapLength} inputs broadcast one by one into {Math.Min(MostSums, node.Input.Type.MapLength)} partial sums");

    public override bool NeedsLanes(Node node) => false;

    public override void Write(KernelSite site)
    {
        var (input, code, op) = (site.Input, site.Code, (Convolution)site.Node.Operator);
        int lanes = site.OutputLanes;
        int blockLanes = Math.Min(16, lanes);
        int inputs = site.Node.Input.Type.MapLength;
        var weight = site.Node.Inputs[1].Weight!;
        var stored = weight is Reshaped reshaped ? reshaped.Operand : weight;
        // A matrix that the file has inputs first is packed from where it lies.
        bool inputsFirst = stored is TransposedWeight { Permutation: [1, 0] };
        string kernel = site.Packing.Variable(inputsFirst ? stored.Operands[0] : weight);
        site.Packing.Pack(inputs * lanes, packed =>
            $"WeightPacking.{(inputsFirst ? "DenseRows" : "DenseLanes")}({kernel}, {packed}, outputs: {Literal(site.Output.Channels)}, channels: {Literal(input.Channels)}, " +
            $"pixels: {Literal(input.Height * input.Width)}, lanes: {Literal(blockLanes)});");
        int bias = site.PackBias();

        // What lies side by side is one run: the whole map, or a row, or a pixel.
        bool densePixels = input.PixelStride == input.Channels;
        bool denseRows = densePixels && input.Border.IsEmpty;
        int run = denseRows ? inputs : densePixels ? input.Width * input.Channels : input.Channels;
        int sums = Math.Min(MostSums, run);

        using (code.Block($"for (int lane = 0; lane < {Literal(lanes)}; lane += V.Count)"))
        {
            code.Line($"ref float weight = {At("weights", lanes > 16 ? $"lane / 16 * {Literal(inputs * 16)} + lane % 16" : "lane")};");
            for (int sum = 0; sum < sums; sum++)
                code.Line($"var a{Literal(sum)} = V.Zero;");
            using (code.Loop("y", denseRows ? 1 : input.Height))
            using (code.Loop("x", densePixels ? 1 : input.Width))
            {
                string start = string.Join(" + ", new[]
                {
                    denseRows || input.Height == 1 ? "" : Scaled("y", input.RowStride),
                    densePixels || input.Width == 1 ? "" : Scaled("x", input.PixelStride),
                }.Where(term => term.Length > 0));
                code.Line($"ref float value = {At("source", start)};");
                using (code.Loop("i", run / sums))
                {
                    WriteProducts(site, sums, blockLanes);
                    if (run > sums)
                        code.Line($"value = ref Unsafe.Add(ref value, {Literal(sums)});");
                    if (inputs > sums)
                        code.Line($"weight = ref Unsafe.Add(ref weight, {Literal(sums * blockLanes)});");
                }
                if (run % sums != 0)
                {
                    WriteProducts(site, run % sums, blockLanes);
                    if (inputs > run)
                        code.Line($"weight = ref Unsafe.Add(ref weight, {Literal(run % sums * blockLanes)});");
                }
            }
            string total = Total([.. Enumerable.Range(0, sums).Select(sum => "a" + Literal(sum))]);
            if (bias >= 0)
                total = $"V.Add({total}, V.Load({At("weights", $"lane + {Literal(bias)}")}))";
            if (op.Activation is { Kind: ActivationKind.LeakyReLU })
            {
                code.Line($"var total = {total};");
                total = "total";
            }
            code.Line($"V.Store({ActivationCode.Apply(op.Activation, total)}, {At("target", "lane")});");
        }
    }

    private static void WriteProducts(KernelSite site, int count, int blockLanes)
    {
        for (int index = 0; index < count; index++)
        {
            string value = index == 0 ? "value" : $"Unsafe.Add(ref value, {Literal(index)})";
            site.Code.Line($"a{Literal(index)} = V.MultiplyAdd(V.Broadcast({value}), V.Load({At("weight", index * blockLanes)}), a{Literal(index)});");
        }
    }

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
