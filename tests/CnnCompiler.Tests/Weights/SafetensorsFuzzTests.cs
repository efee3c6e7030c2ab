using System.Buffers.Binary;
using CnnCompiler.Weights;
using static CnnCompiler.Tests.Weights.SafetensorsBytes;

namespace CnnCompiler.Tests.Weights;

public sealed class SafetensorsFuzzTests
{
    private const int Variants = 6000;

    // Bytes that mean something to JSON get through further than random ones.
    private static readonly byte[] Meaningful = [.. "{}[]\",:\\0123456789-+.eEtfnu \0"u8, 0x80, 0xC3, 0xED, 0xFF];

    private static readonly byte[] Small = Of(
        """
        {"__metadata__":{"format":"pt"},"0.weight":{"dtype":"F32","shape":[2,1,1],"data_offsets":[0,8]},
        "1.n":{"dtype":"I64","shape":[],"data_offsets":[8,16]},"\u00e9":{"dtype":"F16","shape":[2],"data_offsets":[16,20]}}
        """, 20);

    [Fact]
    public void File_CutAnywhere_IsRefused()
    {
        for (int length = 0; length < Small.Length; length++)
        {
            byte[] cut = Small[..length];
            Assert.Throws<WeightException>(() => WeightFile.Open(cut));
        }
        Assert.Throws<WeightException>(() => WeightFile.Open([.. Small, 0]));
        Assert.True(WeightFile.Open(Small).Contains("é"));
    }

    [Fact]
    public void File_DamagedAtRandom_OpensOrIsRefused_InLittleMemory()
    {
        byte[][] originals =
            [Small, File.ReadAllBytes(Fixture("sequential_sequence.safetensors")), File.ReadAllBytes(Fixture("sequential_digits_half.safetensors"))];
        int seed = Random.Shared.Next();
        var random = new Random(seed);
        int opened = 0;
        for (int variant = 0; variant < Variants; variant++)
        {
            byte[] file = Damage(originals[random.Next(originals.Length)], random);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                opened += ReadAll(file, random.Next(2) == 0) ? 1 : 0;
            }
            catch (Exception problem) when (problem is not WeightException)
            {
                Assert.Fail($"seed {seed}, variant {variant}: {problem}");
            }
            catch (WeightException problem)
            {
                Assert.True(problem.Message.Length < 2000, $"seed {seed}, variant {variant}: a message of {problem.Message.Length} characters");
            }
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated < 2_000_000, $"seed {seed}, variant {variant}: {allocated} bytes for a file of {file.Length}");
        }
        // Damage to values alone leaves a good file: were there none of these, the variants would not reach the reader.
        Assert.True(opened > 0 && opened < Variants, $"seed {seed}: {opened} of {Variants} variants opened");
    }

    private static bool ReadAll(byte[] bytes, bool trickle)
    {
        WeightFile file = trickle ? WeightFile.Open(new TrickleStream(bytes, 1000)) : WeightFile.Open(bytes);
        long covered = file.Header.Entries.Sum(entry => entry.ByteLength);
        Assert.Equal(bytes.Length - 8 - BinaryPrimitives.ReadInt64LittleEndian(bytes), covered);
        foreach (TensorEntry entry in file.Header.Entries.Where(entry => entry.ElementType != WeightElementType.Other))
        {
            int[] shape = entry.Shape.Select(axis => (int)Math.Min(axis, int.MaxValue)).ToArray();
            if (entry.Shape.All(axis => axis <= int.MaxValue))
                Assert.All(file.Read(entry.Name, shape), value => Assert.True(float.IsFinite(value)));
        }
        return true;
    }

    private static byte[] Damage(byte[] original, Random random)
    {
        var file = new List<byte>(original);
        int headerEnd = 8 + (int)BinaryPrimitives.ReadInt64LittleEndian(original);
        // Two of three times the length in front is made to fit again, so that the damage is the JSON reader's to find.
        bool repair = random.Next(3) != 0;
        int grown = 0;
        for (int change = random.Next(1, 4); change > 0; change--)
        {
            bool inHeader = random.Next(5) != 0;
            int from = inHeader ? random.Next(repair ? 8 : 0, Math.Min(headerEnd, file.Count)) : random.Next(file.Count);
            int count = Math.Min(random.Next(1, 12), file.Count - from);
            switch (random.Next(6))
            {
                case 0: file[from] ^= (byte)(1 << random.Next(8)); break;
                case 1: file[from] = Meaningful[random.Next(Meaningful.Length)]; break;
                case 2: file.Insert(from, Meaningful[random.Next(Meaningful.Length)]); grown += inHeader ? 1 : 0; break;
                case 3: file.RemoveRange(from, count); grown -= inHeader ? count : 0; break;
                case 4: file.InsertRange(from, file.GetRange(from, count)); grown += inHeader ? count : 0; break;
                default:
                    if (file[from] is >= (byte)'0' and <= (byte)'9')
                        file[from] = (byte)random.Next('0', '9' + 1);
                    else
                        file.RemoveRange(from, random.Next(8) == 0 ? file.Count - from : 0);
                    break;
            }
            if (file.Count == 0 || file.Count <= 8 && repair)
                break;
        }
        byte[] bytes = [.. file];
        if (repair && bytes.Length > 8)
            BinaryPrimitives.WriteInt64LittleEndian(bytes, headerEnd - 8 + grown);
        return bytes;
    }
}
