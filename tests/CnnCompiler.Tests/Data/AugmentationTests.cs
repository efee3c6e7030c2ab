using CnnCompiler.Data;

namespace CnnCompiler.Tests.Data;

public sealed class AugmentationTests
{
    private static readonly TensorShape Shape = TensorShape.Map(9, 9, 2);

    [Fact]
    public void Read_OutsideOfTraining_LeavesImagesAlone() =>
        Assert.Equal(Image(), Read(Make(new Augmentation { Shift = 3, Rotation = 40, Scale = 0.3f }), epoch: 0));

    [Fact]
    public void Read_WithNothingToChange_LeavesImagesAlone() => Assert.Equal(Image(), Read(Make(new Augmentation()), epoch: 4));

    [Fact]
    public void Read_DependsOnSeedEpochAndIndexAlone()
    {
        var augmentation = new Augmentation { Shift = 2, Rotation = 10, Seed = 5 };
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
    public void Augment_OutOfRange_IsRefused()
    {
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
