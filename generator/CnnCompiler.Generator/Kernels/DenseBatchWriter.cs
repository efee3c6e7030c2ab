using CnnCompiler.Generator.Emit;
using static CnnCompiler.Generator.CSharp;
using static CnnCompiler.Generator.Kernels.KernelSite;

namespace CnnCompiler.Generator.Kernels;

/// <summary>
/// Writes the method of a <see cref="DenseProduct"/> over a batch: a product of matrices in which each weight is read once for six images. The parts of
/// all sums wait in memory between one run of inputs and the next, and every part is the same chain of multiply-adds as for one image.
/// </summary>
internal sealed class DenseBatchWriter(KernelSite site, DenseTile tile, int bias)
{
    private readonly CodeWriter _code = site.Code;

    private int Streams => tile.PairsVectors || tile.PairsSums ? 2 : 1;

    private int PartStep => tile.PairsSums ? 2 : 1;

    public void Write()
    {
        _code.Line($"int padded = (count + {Literal(DenseTile.Images - 1)}) / {Literal(DenseTile.Images)} * {Literal(DenseTile.Images)};");
        using (_code.Block($"for (int index = 0; index < padded * {Literal(tile.SumsLength)}; index += V.Count)"))
            _code.Line($"V.Store(V.Zero, {At("sums", "index")});");
        bool chunks = tile.Inputs > DenseTile.ChunkLength;
        using (chunks ? _code.Block($"for (int first = 0; first < {Literal(tile.Inputs)}; first += {Literal(DenseTile.ChunkLength)})") : default(CodeWriter.Scope?))
        {
            if (chunks)
                _code.Line($"int end = Math.Min(first + {Literal(DenseTile.ChunkLength)}, {Literal(tile.Inputs)});");
            string step = tile.PairsVectors ? "lane += 2 * V.Count" : "lane += V.Count";
            using (_code.Block($"for (int lane = 0; lane < {Literal(tile.Lanes)}; {step})"))
            {
                string start = chunks ? $"first * {Literal(tile.BlockLanes)} + {DenseProduct.BlockStart(tile)}" : DenseProduct.BlockStart(tile);
                _code.Line($"ref float block = {At("weights", start)};");
                using (_code.Block($"for (int image = 0; image < count; image += {Literal(DenseTile.Images)})"))
                    WriteTile(chunks);
            }
        }
        WriteResults();
    }

    private void WriteTile(bool chunks)
    {
        // Behind the last image it is computed again, into sums that nobody reads.
        for (int image = 0; image < DenseTile.Images; image++)
        {
            string index = image == 0 ? "image" : $"Math.Min(image + {Literal(image)}, count - 1)";
            _code.Line($"ref float r{Literal(image)} = {At("source", $"(nint){index} * sourceStep")};");
        }
        string parts = tile.Sums > PartStep ? "part" : "0";
        using (tile.Sums > PartStep ? _code.Block($"for (int part = 0; part < {Literal(tile.Sums)}; part += {Literal(PartStep)})") : default(CodeWriter.Scope?))
        {
            string offset = tile.Sums > PartStep ? $" + part * {Literal(tile.Lanes)}" : "";
            _code.Line($"ref float held = {At("sums", $"image * {Literal(tile.SumsLength)}{offset} + lane")};");
            foreach (var (image, stream) in Sums())
                _code.Line($"var {Sum(image, stream)} = V.Load({Held(image, stream)});");
            _code.Line($"ref float tap = {At("block", tile.Sums > PartStep ? $"part * {Literal(tile.BlockLanes)}" : "")};");
            string first = chunks ? parts == "0" ? "first" : "first + part" : parts;
            int left = tile.Inputs % tile.Sums;
            // A part may have one input less than the one before it: pairs of parts go together as far as both have inputs.
            string end = chunks ? "end" : Literal(tile.Inputs);
            using (_code.Block($"for (nint i = {first}; i < {end}{(PartStep == 2 ? " - 1" : "")}; i += {Literal(tile.Sums)})"))
            {
                WriteProducts(Streams);
                _code.Line($"tap = ref Unsafe.Add(ref tap, {Literal(tile.Sums * tile.BlockLanes)});");
            }
            if (PartStep == 2 && left % 2 == 1)
                using (_code.Block($"if ({end} == {Literal(tile.Inputs)} && {parts} == {Literal(left - 1)})"))
                {
                    _code.Line($"nint i = {Literal(tile.Inputs - 1)};");
                    WriteProducts(1);
                }
            foreach (var (image, stream) in Sums())
                _code.Line($"V.Store({Sum(image, stream)}, {Held(image, stream)});");
        }
    }

    private void WriteProducts(int streams)
    {
        for (int stream = 0; stream < streams; stream++)
            _code.Line($"var k{Literal(stream)} = V.Load({(stream == 0 ? "ref tap" : At("tap", tile.PairsVectors ? "V.Count" : Literal(tile.BlockLanes)))});");
        for (int image = 0; image < DenseTile.Images; image++)
        {
            string row = "r" + Literal(image);
            if (tile.PairsVectors)
            {
                string value = "v" + Literal(image);
                _code.Line($"var {value} = V.Broadcast(Unsafe.Add(ref {row}, i));");
                for (int stream = 0; stream < streams; stream++)
                    _code.Line($"{Sum(image, stream)} = V.MultiplyAdd({value}, k{Literal(stream)}, {Sum(image, stream)});");
            }
            else
            {
                for (int stream = 0; stream < streams; stream++)
                    _code.Line($"{Sum(image, stream)} = V.MultiplyAdd(V.Broadcast(Unsafe.Add(ref {row}, {(stream == 0 ? "i" : "i + 1")})), k{Literal(stream)}, {Sum(image, stream)});");
            }
        }
    }

    private void WriteResults()
    {
        using (_code.Block("for (int image = 0; image < count; image++)"))
        {
            _code.Line($"ref float parts = {At("sums", $"image * {Literal(tile.SumsLength)}")};");
            _code.Line("ref float row = ref Unsafe.Add(ref target, (nint)image * targetStep);");
            using (_code.Block($"for (int lane = 0; lane < {Literal(tile.Lanes)}; lane += V.Count)"))
                DenseProduct.WriteResult(
                    site, "total",
                    [.. Enumerable.Range(0, tile.Sums).Select(sum => $"V.Load({At("parts", sum == 0 ? "lane" : $"lane + {Literal(sum * tile.Lanes)}")})")], bias, "row", "lane");
        }
    }

    private string Held(int image, int stream)
    {
        int offset = image * tile.SumsLength + (stream == 1 && tile.PairsSums ? tile.Lanes : 0);
        return stream == 1 && tile.PairsVectors ? At("held", offset == 0 ? "V.Count" : $"V.Count + {Literal(offset)}") : At("held", offset);
    }

    private IEnumerable<(int Image, int Stream)> Sums() =>
        from image in Enumerable.Range(0, DenseTile.Images)
        from stream in Enumerable.Range(0, Streams)
        select (image, stream);

    private static string Sum(int image, int stream) => $"a{Literal(image)}{(stream == 0 ? "" : "b")}";
}
