using CnnCompiler.Weights;

namespace CnnCompiler.Checksums;

/// <summary>Weights and inputs made from names and positions alone, so that every machine makes the same ones.</summary>
internal static class NumberedWeights
{
    private const ulong FnvStart = 14695981039346656037;
    private const ulong FnvPrime = 1099511628211;

    /// <summary>A weight file for a net, its values small enough to keep sums in range.</summary>
    public static Stream File(Architecture net)
    {
        var tensors = new List<WeightTensor>();
        foreach (var parameter in net.Parameters)
        {
            int length = checked((int)parameter.Length);
            int inputs = length / parameter.Shape[0];
            float[] values = Values(parameter.Name, length, MathF.Sqrt(2f / inputs));
            // A variance is positive.
            if (parameter.Name.EndsWith("running_var", StringComparison.Ordinal))
                for (int index = 0; index < length; index++)
                    values[index] = 0.5f + MathF.Abs(values[index]);
            tensors.Add(new WeightTensor(parameter.Name, parameter.Shape, values));
        }
        var stream = new MemoryStream();
        SafetensorsWriter.Write(stream, tensors);
        stream.Position = 0;
        return stream;
    }

    /// <summary>Values between -scale and scale from a linear congruential generator (Knuth, MMIX), begun at the hash of a name.</summary>
    public static float[] Values(string name, int length, float scale)
    {
        ulong state = FnvStart;
        foreach (char letter in name)
            state = (state ^ letter) * FnvPrime;
        float[] values = new float[length];
        for (int index = 0; index < length; index++)
        {
            state = state * 6364136223846793005 + 1442695040888963407;
            values[index] = ((int)(state >> 40) - (1 << 23)) * (scale / (1 << 23));
        }
        return values;
    }

    /// <summary>FNV-1a over the bits of the values.</summary>
    public static ulong Checksum(ReadOnlySpan<float> values)
    {
        ulong hash = FnvStart;
        foreach (float value in values)
            hash = (hash ^ BitConverter.SingleToUInt32Bits(value)) * FnvPrime;
        return hash;
    }
}
