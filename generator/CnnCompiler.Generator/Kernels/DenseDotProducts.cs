using CnnCompiler.Generator.Emit;
using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using CnnCompiler.Generator.Planning;
using static CnnCompiler.Generator.CSharp;
using static CnnCompiler.Generator.Kernels.KernelSite;

namespace CnnCompiler.Generator.Kernels;

/// <summary>
/// A small dense layer as dot products: inputs are the lanes, and each vector of them is loaded once for up to twelve outputs. With outputs as lanes
/// every multiply-add takes two loads, a broadcast input and weights; here it takes little more than one, and no weights are read for lanes that
/// hold no output. Every sum is split into sixteen parts by the input's index whatever the vectors are, and these are added in one order.
/// </summary>
internal sealed class DenseDotProducts : KernelStrategy
{
    /// <summary>Parts of a sum: the lanes of the widest vector.</summary>
    private const int Parts = 16;

    /// <summary>Outputs at a time: with a vector of inputs they fit the 16 registers of AVX2.</summary>
    private const int MostOutputs = 12;

    /// <summary>
    /// Bytes of weights up to which there is a gain: 46 KB take 0.53 of the time of outputs as lanes, 16 KB take 0.52, 123 KB and 328 KB the same time,
    /// that of reading them from the second-level cache.
    /// </summary>
    private const int MostWeights = 1 << 16;

    /// <summary>Half-cycles to add the parts of one sum.</summary>
    private const int AddingParts = 8;

    public override bool Fits(Node node) => DenseProduct.IsDense(node) && Lanes.Pad(node.Output.Type.Channels) >= Parts && Pays(node);

    public override string Reason(Node node) => FormattableString.Invariant(
        $"dot products: {node.Input.Type.MapLength} inputs as lanes, each vector of them loaded once for {BlockOutputs(node)} outputs; sums in {Parts} parts");

    public override bool NeedsLanes(Node node) => false;

    public override int VectorLanes(Node node) => Parts;

    public override int TemporaryLength(Node node, TensorLayout input) => (MostOutputs + 1) * Parts + Lanes.Pad(node.Output.Type.Channels) + MostOutputs + Padded(node);

    public override void Write(KernelSite site)
    {
        var (node, input, code, op) = (site.Node, site.Input, site.Code, (Convolution)site.Node.Operator);
        int inputs = node.Input.Type.MapLength;
        int steps = Padded(node) / Parts;
        int outputs = BlockOutputs(node);
        int blocks = (site.Output.Channels + outputs - 1) / outputs;
        string kernel = site.Packing.Variable(node.Inputs[1].Weight!);
        site.Packing.Pack(blocks * outputs * Padded(node), packed =>
            $"WeightPacking.DotProductLanes({kernel}, {packed}, outputs: {Literal(site.Output.Channels)}, channels: {Literal(input.Channels)}, " +
            $"pixels: {Literal(input.Height * input.Width)}, block: {Literal(outputs)}, lanes: {Literal(Parts)});");
        int bias = site.PackBias();

        code.Line($"ref float sums = {At("temporary", MostOutputs * Parts)};");
        string values = "source";
        if (inputs % Parts != 0 || input.PixelStride != input.Channels || !input.Border.IsEmpty)
        {
            values = "values";
            WriteCopy(site, inputs);
        }
        if (blocks * outputs < site.OutputLanes)
            using (code.Block($"for (int output = {Literal(blocks * outputs)}; output < {Literal(site.OutputLanes)}; output++)"))
                code.Line("Unsafe.Add(ref sums, output) = 0;");
        code.Line("ref float weight = ref weights;");
        using (code.Loop("block", blocks))
        {
            using (code.Block($"for (int lane = 0; lane < {Literal(Parts)}; lane += V.Count)"))
            {
                code.Line($"ref float value = {At(values, "lane")};");
                code.Line($"ref float row = {At("weight", "lane")};");
                for (int output = 0; output < outputs; output++)
                    code.Line($"var a{Literal(output)} = V.Zero;");
                using (code.Loop("step", steps))
                {
                    code.Line("var v = V.Load(ref value);");
                    for (int output = 0; output < outputs; output++)
                        code.Line($"a{Literal(output)} = V.MultiplyAdd(v, V.Load({At("row", output * Parts)}), a{Literal(output)});");
                    code.Line($"value = ref Unsafe.Add(ref value, {Literal(Parts)});");
                    code.Line($"row = ref Unsafe.Add(ref row, {Literal(outputs * Parts)});");
                }
                code.Line($"ref float parts = {At("temporary", "lane")};");
                for (int output = 0; output < outputs; output++)
                    code.Line($"V.Store(a{Literal(output)}, {At("parts", output * Parts)});");
            }
            code.Line($"VectorMath.SumSixteens(ref temporary, {At("sums", blocks == 1 ? "" : Scaled("block", outputs))}, {Literal(outputs)});");
            if (blocks > 1)
                code.Line($"weight = ref Unsafe.Add(ref weight, {Literal(outputs * Padded(node))});");
        }
        using (code.Block($"for (int lane = 0; lane < {Literal(site.OutputLanes)}; lane += V.Count)"))
        {
            string total = $"V.Load({At("sums", "lane")})";
            if (bias >= 0)
                total = $"V.Add({total}, V.Load({At("weights", $"lane + {Literal(bias)}")}))";
            code.Line($"var total = {total};");
            code.Line($"V.Store({ActivationCode.Apply(op.Activation, "total")}, {At("target", "lane")});");
        }
    }

    /// <summary>Puts the inputs side by side, with zeros behind the last.</summary>
    private static void WriteCopy(KernelSite site, int inputs)
    {
        var (input, code) = (site.Input, site.Code);
        bool densePixels = input.PixelStride == input.Channels;
        bool denseRows = densePixels && input.Border.IsEmpty;
        int run = denseRows ? inputs : densePixels ? input.Width * input.Channels : input.Channels;
        code.Line($"ref float values = {At("sums", site.OutputLanes + MostOutputs)}; // the inputs side by side, filled up with zeros");
        code.Line("ref float copy = ref values;");
        using (code.Loop("y", denseRows ? 1 : input.Height))
        using (code.Loop("x", densePixels ? 1 : input.Width))
        {
            string start = string.Join(" + ", new[]
            {
                denseRows || input.Height == 1 ? "" : Scaled("y", input.RowStride),
                densePixels || input.Width == 1 ? "" : Scaled("x", input.PixelStride),
            }.Where(term => term.Length > 0));
            code.Line($"ref float from = {At("source", start)};");
            if (run >= Parts)
                using (code.Block($"for (int i = 0; i < {Literal(run / Parts * Parts)}; i += V.Count)"))
                    code.Line($"V.Store(V.Load({At("from", "i")}), {At("copy", "i")});");
            if (run % Parts != 0)
                using (code.Block($"for (int i = {Literal(run / Parts * Parts)}; i < {Literal(run)}; i++)"))
                    code.Line("Unsafe.Add(ref copy, i) = Unsafe.Add(ref from, i);");
            code.Line($"copy = ref Unsafe.Add(ref copy, {Literal(run)});");
        }
        if (inputs % Parts != 0)
            using (code.Block($"for (int i = 0; i < {Literal(Parts - inputs % Parts)}; i++)"))
                code.Line("Unsafe.Add(ref copy, i) = 0;");
    }

    /// <summary>Outputs of a block: all blocks are alike.</summary>
    private static int BlockOutputs(Node node)
    {
        int outputs = node.Output.Type.Channels;
        int blocks = (outputs + MostOutputs - 1) / MostOutputs;
        return (outputs + blocks - 1) / blocks;
    }

    private static int Padded(Node node) => (node.Input.Type.MapLength + Parts - 1) / Parts * Parts;

    /// <summary>Compares the loads, two of which take a cycle at most.</summary>
    private static bool Pays(Node node)
    {
        var type = node.Input.Type;
        long outputs = node.Output.Type.Channels;
        int block = BlockOutputs(node);
        long blocks = (outputs + block - 1) / block;
        bool copies = type.MapLength % Parts != 0 || Lanes.Pad(type.Channels) != type.Channels;
        long dots = Padded(node) / Parts * blocks * (block + 1) + blocks * block * AddingParts + (copies ? type.MapLength : 0);
        long lanes = 2L * type.MapLength * Lanes.Pad((int)outputs) / Parts;
        return dots < lanes && sizeof(float) * Padded(node) * outputs <= MostWeights;
    }
}
