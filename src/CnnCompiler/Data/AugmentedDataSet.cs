using CnnCompiler.Training;

namespace CnnCompiler.Data;

/// <summary>A data set whose images are changed at random while they are learned from, and untouched otherwise (epoch 0).</summary>
internal sealed class AugmentedDataSet : ILabelledDataSet
{
    private readonly IDataSet _examples;
    private readonly Augmentation _augmentation;
    private readonly ThreadLocal<float[]> _original;

    public AugmentedDataSet(IDataSet examples, Augmentation augmentation)
    {
        if (examples.InputShape.Rank != 3)
            throw new ArgumentException($"Only images can be shifted and turned; these examples are {examples.InputShape}.", nameof(examples));
        Check(augmentation.Shift, 0, 4096, nameof(augmentation.Shift));
        Check(augmentation.Rotation, 0, 360, nameof(augmentation.Rotation));
        Check(augmentation.Scale, 0, 0.99f, nameof(augmentation.Scale));
        Check(augmentation.Fill, float.MinValue, float.MaxValue, nameof(augmentation.Fill));
        (_examples, _augmentation) = (examples, augmentation);
        _original = new ThreadLocal<float[]>(() => new float[examples.InputShape.Length]);
    }

    public int Count => _examples.Count;

    public TensorShape InputShape => _examples.InputShape;

    public int TargetLength => _examples.TargetLength;

    public int? ClassCount => _examples.ClassCount;

    public int Label(int index) => Labels.Of(_examples, index);

    public void Read(int index, int epoch, Span<float> input, Span<float> target)
    {
        if (epoch == 0)
        {
            _examples.Read(index, epoch, input, target);
            return;
        }
        float[] original = _original.Value!;
        _examples.Read(index, epoch, original, target);
        var random = new KeyedRandom(KeyedRandom.Key(_augmentation.Seed, epoch, index));
        float down = random.Between(-_augmentation.Shift, _augmentation.Shift);
        float across = random.Between(-_augmentation.Shift, _augmentation.Shift);
        float angle = random.Between(-_augmentation.Rotation, _augmentation.Rotation) * (MathF.PI / 180);
        float size = 1 + random.Between(-_augmentation.Scale, _augmentation.Scale);
        Resample(original, input, down, across, MathF.Sin(angle) / size, MathF.Cos(angle) / size);
    }

    // For every new pixel, where it comes from: shifted back, turned back about the middle.
    private void Resample(ReadOnlySpan<float> original, Span<float> image, float down, float across, float sine, float cosine)
    {
        float middleY = (InputShape.Height - 1) / 2f, middleX = (InputShape.Width - 1) / 2f;
        int channels = InputShape.Channels;
        for (int y = 0, place = 0; y < InputShape.Height; y++)
            for (int x = 0; x < InputShape.Width; x++, place += channels)
            {
                float fromY = y - middleY - down, fromX = x - middleX - across;
                Interpolate(original, middleY + cosine * fromY - sine * fromX, middleX + sine * fromY + cosine * fromX, image.Slice(place, channels));
            }
    }

    private void Interpolate(ReadOnlySpan<float> original, float y, float x, Span<float> pixel)
    {
        float top = MathF.Floor(y), left = MathF.Floor(x);
        float below = y - top, right = x - left;
        for (int channel = 0; channel < pixel.Length; channel++)
        {
            float above = Lerp(At(original, (int)top, (int)left, channel), At(original, (int)top, (int)left + 1, channel), right);
            float under = Lerp(At(original, (int)top + 1, (int)left, channel), At(original, (int)top + 1, (int)left + 1, channel), right);
            pixel[channel] = Lerp(above, under, below);
        }
    }

    private float At(ReadOnlySpan<float> original, int y, int x, int channel) => (uint)y < (uint)InputShape.Height && (uint)x < (uint)InputShape.Width
        ? original[(y * InputShape.Width + x) * InputShape.Channels + channel]
        : _augmentation.Fill;

    private static float Lerp(float from, float to, float share) => from + (to - from) * share;

    private static void Check(float value, float least, float most, string name)
    {
        if (!(value >= least && value <= most))
            throw new ArgumentOutOfRangeException(name, value, FormattableString.Invariant($"{name} must lie between {least} and {most}; found {value}."));
    }
}
