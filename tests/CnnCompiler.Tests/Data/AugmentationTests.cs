using CnnCompiler.Data;

namespace CnnCompiler.Tests.Data;

public sealed class AugmentationTests
{
    private static readonly TensorShape Shape = TensorShape.Map(9, 9, 2);

    [Fact]
    public void Read_OutsideOfTraining_LeavesImagesAlone() =>
        Assert.Equal(Image(), Read(Make(new Augmentation { Shift = 3, Rotation = 40, Scale = 0.3f, Flip = true, Elastic = 1, Noise = 1 }), epoch: 0));

    [Fact]
    public void Read_WithNothingToChange_LeavesImagesAlone() => Assert.Equal(Image(), Read(Make(new Augmentation()), epoch: 4));

    [Fact]
    public void Read_DependsOnSeedEpochAndIndexAlone()
    {
        var augmentation = new Augmentation { Shift = 2, Rotation = 10, Seed = 5, Flip = true, Elastic = 1, Noise = 0.1f };
        float[] first = Read(Make(augmentation), epoch: 3);
        var again = Make(augmentation);
        Read(again, epoch: 9, index: 1);
        Assert.Equal(first, Read(again, epoch: 3));
        Assert.NotEqual(first, Read(again, epoch: 4));
        Assert.NotEqual(first, Read(again, epoch: 3, index: 1));
        Assert.NotEqual(first, Read(Make(augmentation with { Seed = 6 }), epoch: 3));
    }

    [Fact]
    public void Shift_MovesTheCentreOfMassByAtMostItself_AndKeepsTheMass()
    {
        var examples = Make(new Augmentation { Shift = 2 });
        double farthest = 0;
        for (int epoch = 1; epoch <= 50; epoch++)
        {
            var (mass, y, x) = Centre(Read(examples, epoch));
            Assert.Equal(3, mass, 1e-5);
            Assert.InRange(y, 4 - 2.001, 4 + 2.001);
            Assert.InRange(x, 4 - 2.001, 4 + 2.001);
            farthest = Math.Max(farthest, Math.Abs(y - 4));
        }
        Assert.True(farthest > 1.5, $"In 50 draws of at most 2 the farthest was {farthest}.");
    }

    [Fact]
    public void Rotation_LeavesTheMiddleWhereItIs()
    {
        float[] image = Read(Make(new Augmentation { Rotation = 180 }), epoch: 2);
        Assert.Equal(1, image[(4 * 9 + 4) * 2], 1e-5f);
        Assert.NotEqual(Image(), image);
    }

    [Fact]
    public void Fill_ComesInFromOutside()
    {
        float[] image = Read(Make(new Augmentation { Shift = 4000, Fill = 0.25f }), epoch: 1);
        Assert.All(image, value => Assert.Equal(0.25f, value));
    }

    [Fact]
    public void Flip_MirrorsHalfOfTheImages()
    {
        // Values in no symmetry at all.
        float[] image = [.. Enumerable.Range(0, Shape.Length).Select(value => value * value % 97 / 97f)];
        float[] mirrored = [.. Enumerable.Range(0, Shape.Length).Select(place => image[(place / 18 * 9 + 8 - place / 2 % 9) * 2 + place % 2])];
        var examples = new ArrayDataSet(Shape, image, [0], 2).Augment(new Augmentation { Flip = true, Seed = 3 });
        int flipped = 0;
        for (int epoch = 1; epoch <= 200; epoch++)
        {
            float[] read = Read(examples, epoch);
            Assert.True(read.AsSpan().SequenceEqual(image) || read.AsSpan().SequenceEqual(mirrored), $"Epoch {epoch} is neither the image nor its mirror image.");
            flipped += read.AsSpan().SequenceEqual(mirrored) ? 1 : 0;
        }
        Assert.InRange(flipped, 70, 130);
    }

    [Fact]
    public void Noise_HasTheDeviationAskedFor()
    {
        var shape = TensorShape.Map(50, 51, 1);
        var examples = new ArrayDataSet(shape, [.. Enumerable.Repeat(2f, shape.Length)], [0], 2).Augment(new Augmentation { Noise = 0.3f });
        float[] values = new float[shape.Length];
        examples.Read(0, 1, values, new float[1]);
        double mean = values.Average(), deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
        // Four standard errors of the mean and of the deviation of 2550 numbers.
        Assert.Equal(2, mean, 0.024);
        Assert.Equal(0.3, deviation, 0.017);
        Assert.Equal(0.68, values.Average(value => Math.Abs(value - mean) < deviation ? 1.0 : 0), 0.04);
    }

    [Theory]
    [InlineData(1.5f, 4), InlineData(0.5f, 1)]
    public void Elastic_MovesPixelsByTheDeviationAskedFor_AndNeighboursAlike(float deviation, float smoothness)
    {
        // Where a value of a ramp comes from can be read off it: rows on the first channel, columns on the second.
        const int side = 41, border = 12;
        var shape = TensorShape.Map(side, side, 2);
        float[] ramp = [.. Enumerable.Range(0, shape.Length).Select(place => (float)(place % 2 == 0 ? place / 2 / side : place / 2 % side))];
        var examples = new ArrayDataSet(shape, ramp, [0], 2).Augment(new Augmentation { Elastic = deviation, ElasticSmoothness = smoothness });
        var moves = new List<double>();
        var steps = new List<double>();
        float[] image = new float[shape.Length];
        for (int epoch = 1; epoch <= 60; epoch++)
        {
            examples.Read(0, epoch, image, new float[1]);
            for (int y = border; y < side - border; y++)
                for (int x = border; x < side - border; x++)
                    for (int channel = 0; channel < 2; channel++)
                    {
                        int place = (y * side + x) * 2 + channel;
                        double move = image[place] - ramp[place];
                        moves.Add(move * move);
                        double other = image[place + 2] - ramp[place + 2];
                        steps.Add((move - other) * (move - other));
                    }
        }
        Assert.Equal(deviation, Math.Sqrt(moves.Average()), 0.15 * deviation);
        // Of two pixels side by side in noise smoothed by a bell of deviation s the correlation is exp(-1 / (4 s^2)).
        Assert.Equal(2 * deviation * deviation * (1 - Math.Exp(-1 / (4.0 * smoothness * smoothness))), steps.Average(), 0.15 * steps.Average());
    }

    [Fact]
    public void Augment_OutOfRange_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Make(new Augmentation { Elastic = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Make(new Augmentation { ElasticSmoothness = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Make(new Augmentation { Noise = float.NaN }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Make(new Augmentation { Shift = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Make(new Augmentation { Rotation = float.NaN }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Make(new Augmentation { Scale = 1 }));
        Assert.Throws<ArgumentException>(() => new ArrayDataSet(TensorShape.Features(2), new float[2], [0], 2).Augment(new Augmentation()));
    }

    // Three bright pixels across the middle, on the first of two channels.
    private static float[] Image()
    {
        float[] image = new float[Shape.Length];
        for (int x = 3; x <= 5; x++)
            image[(4 * 9 + x) * 2] = 1;
        return image;
    }

    private static IDataSet Make(Augmentation augmentation) => new ArrayDataSet(Shape, [.. Image(), .. Image()], [0, 1], 2).Augment(augmentation);

    private static float[] Read(IDataSet examples, int epoch, int index = 0)
    {
        float[] input = new float[Shape.Length];
        examples.Read(index, epoch, input, new float[1]);
        return input;
    }

    private static (double Mass, double Y, double X) Centre(float[] image)
    {
        double mass = 0, y = 0, x = 0;
        for (int place = 0; place < image.Length; place++)
        {
            mass += image[place];
            y += image[place] * (place / 18);
            x += image[place] * (place / 2 % 9);
        }
        return (mass, y / mass, x / mass);
    }
}
