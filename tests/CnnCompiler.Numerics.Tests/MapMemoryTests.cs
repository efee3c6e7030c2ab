using CnnCompiler.Inference;
using CsCheck;

namespace CnnCompiler.Numerics.Tests;

/// <summary>Copies between the two orders of a map, against the definition of each: where the value of a row, column and channel lies.</summary>
public sealed class MapMemoryTests
{
    private static readonly Gen<(int Height, int Width, int Channels, int Lanes, int Right)> Maps =
        Gen.Select(Gen.Int[1, 5], Gen.Int[1, 40], Gen.Int[1, 37], Gen.Int[0, 6], Gen.Int[0, 2]);

    [Fact]
    public void FromPlanes_PutsEveryValueInItsPlace_AndLeavesTheBorder() => Maps.Sample(map =>
    {
        var (height, width, channels, lanes, right) = map;
        int pixelStride = channels + lanes;
        int rowStride = (width + right) * pixelStride;
        float[] planes = Ramp(channels * height * width);
        float[] pixels = new float[height * rowStride];
        Array.Fill(pixels, -1);
        MapMemory.FromPlanes(ref planes[0], ref pixels[0], pixelStride, rowStride, height, width, channels);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
                for (int channel = 0; channel < channels; channel++)
                    Assert.Equal((channel * height + y) * width + x, pixels[y * rowStride + x * pixelStride + channel]);
            for (int index = width * pixelStride; index < rowStride; index++)
                Assert.Equal(-1, pixels[y * rowStride + index]);
        }
    });

    [Fact]
    public void ToPlanes_PutsEveryValueInItsPlace() => Maps.Sample(map =>
    {
        var (height, width, channels, lanes, right) = map;
        int pixelStride = channels + lanes;
        int rowStride = (width + right) * pixelStride;
        float[] pixels = Ramp(height * rowStride);
        float[] planes = new float[channels * height * width + 1];
        planes[^1] = -1;
        MapMemory.ToPlanes(ref pixels[0], pixelStride, rowStride, ref planes[0], height, width, channels);
        for (int channel = 0; channel < channels; channel++)
            for (int y = 0; y < height; y++)
                for (int x = 0; x < width; x++)
                    Assert.Equal(y * rowStride + x * pixelStride + channel, planes[(channel * height + y) * width + x]);
        Assert.Equal(-1, planes[^1]);
    });

    private static float[] Ramp(int length) => [.. Enumerable.Range(0, length).Select(index => (float)index)];
}
