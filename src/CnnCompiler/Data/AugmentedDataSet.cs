using CnnCompiler.Training;

namespace CnnCompiler.Data;

/// <summary>A data set whose images are changed at random while they are learned from, and untouched otherwise (epoch 0).</summary>
internal sealed class AugmentedDataSet : ILabelledDataSet
{
    private readonly IDataSet _examples;
    private readonly Augmentation _augmentation;
    private readonly ThreadLocal<Scratch> _scratch;

    public AugmentedDataSet(IDataSet examples, Augmentation augmentation)
    {
        if (examples.InputShape.Rank != 3)
            throw new ArgumentException($"Only images can be shifted and turned; these examples are {examples.InputShape}.", nameof(examples));
        Check(augmentation.Shift, 0, 4096, nameof(augmentation.Shift));
        Check(augmentation.Rotation, 0, 360, nameof(augmentation.Rotation));
        Check(augmentation.Scale, 0, 0.99f, nameof(augmentation.Scale));
        Check(augmentation.Fill, float.MinValue, float.MaxValue, nameof(augmentation.Fill));
        Check(augmentation.Elastic, 0, 4096, nameof(augmentation.Elastic));
        Check(augmentation.ElasticSmoothness, 0.5f, 64, nameof(augmentation.ElasticSmoothness));
        Check(augmentation.Noise, 0, 1e6f, nameof(augmentation.Noise));
        (_examples, _augmentation) = (examples, augmentation);
        _scratch = new ThreadLocal<Scratch>(() => new Scratch(examples.InputShape, augmentation));
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
        var scratch = _scratch.Value!;
        _examples.Read(index, epoch, scratch.Original, target);
        // The same draws in the same order whatever the settings: what a seed gives for one kind of change does not hang on kinds that come later.
        var random = new KeyedRandom(KeyedRandom.Key(_augmentation.Seed, epoch, index));
        float down = random.Between(-_augmentation.Shift, _augmentation.Shift);
        float across = random.Between(-_augmentation.Shift, _augmentation.Shift);
        float angle = random.Between(-_augmentation.Rotation, _augmentation.Rotation) * (MathF.PI / 180);
        float size = 1 + random.Between(-_augmentation.Scale, _augmentation.Scale);
        float mirror = _augmentation.Flip && random.NextSingle() < 0.5f ? -1 : 1;
        scratch.Field?.Draw(ref random);
        float sine = MathF.Sin(angle) / size, cosine = MathF.Cos(angle) / size;
        Resampling.Run(
            scratch.Original, InputShape, new Placement(down, across, cosine, -sine * mirror, sine, cosine * mirror),
            scratch.Field, _augmentation.Fill, input);
        if (_augmentation.Noise > 0)
            NormalNoise.Add(input, _augmentation.Noise, ref random);
    }

    private static void Check(float value, float least, float most, string name)
    {
        if (!(value >= least && value <= most))
            throw new ArgumentOutOfRangeException(name, value, FormattableString.Invariant($"{name} must lie between {least} and {most}; found {value}."));
    }

    /// <summary>What a thread needs to change an image.</summary>
    private sealed class Scratch(TensorShape shape, Augmentation augmentation)
    {
        public float[] Original { get; } = new float[shape.Length];

        public DisplacementField? Field { get; } =
            augmentation.Elastic > 0 ? new DisplacementField(shape.Height, shape.Width, augmentation.Elastic, augmentation.ElasticSmoothness) : null;
    }
}
