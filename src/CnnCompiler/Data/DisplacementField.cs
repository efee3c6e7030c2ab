using System.Numerics;
using System.Runtime.CompilerServices;
using CnnCompiler.Training;

namespace CnnCompiler.Data;

/// <summary>By how much each pixel of an image is moved in an elastic deformation: uniform random numbers, smoothed by a bell curve.</summary>
/// <remarks>Simard, Steinkraus and Platt, "Best Practices for Convolutional Neural Networks Applied to Visual Document Analysis", 2003, section 2.</remarks>
internal sealed class DisplacementField
{
    private readonly int _height;
    private readonly int _width;
    private readonly float[] _bell;
    private readonly float[] _down;
    private readonly float[] _across;
    private readonly float[] _noise;
    private readonly float[] _rows;
    private readonly float _scale;

    /// <summary>A field that does not move anything yet.</summary>
    /// <param name="height">Rows of the image.</param>
    /// <param name="width">Columns of the image.</param>
    /// <param name="deviation">The standard deviation of a displacement in pixels.</param>
    /// <param name="smoothness">The standard deviation of the bell curve in pixels.</param>
    public DisplacementField(int height, int width, float deviation, float smoothness)
    {
        (_height, _width) = (height, width);
        // Beyond three deviations there is a thousandth of the curve.
        int reach = (int)MathF.Ceiling(3 * smoothness);
        _bell = [.. Enumerable.Range(-reach, 2 * reach + 1).Select(offset => MathF.Exp(-offset * offset / (2 * smoothness * smoothness)))];
        // Noise is drawn for a margin too: pixels at the border move as much as those in the middle.
        _noise = new float[(height + 2 * reach) * (width + 2 * reach)];
        _rows = new float[(height + 2 * reach) * width];
        (_down, _across) = (new float[height * width], new float[height * width]);
        // Sums of independent numbers of variance 1/3, weighted with the bell both ways.
        double squares = _bell.Sum(value => (double)value * value);
        _scale = (float)(deviation / (squares * Math.Sqrt(1 / 3.0)));
    }

    /// <summary>How far below a pixel of the new image its value lies in the old one.</summary>
    public ReadOnlySpan<float> Down => _down;

    /// <summary>How far to the right of a pixel of the new image its value lies in the old one.</summary>
    public ReadOnlySpan<float> Across => _across;

    /// <summary>Draws new displacements.</summary>
    public void Draw(ref KeyedRandom random)
    {
        Draw(_down, ref random);
        Draw(_across, ref random);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Draw(float[] field, ref KeyedRandom random)
    {
        foreach (ref float value in _noise.AsSpan())
            value = random.Between(-1, 1);
        int reach = _bell.Length / 2, stride = _width + 2 * reach;
        Array.Clear(_rows);
        Array.Clear(field);
        for (int row = 0; row < _height + 2 * reach; row++)
            for (int tap = 0; tap < _bell.Length; tap++)
                AddScaled(_noise.AsSpan(row * stride + tap, _width), _bell[tap], _rows.AsSpan(row * _width, _width));
        for (int row = 0; row < _height; row++)
            for (int tap = 0; tap < _bell.Length; tap++)
                AddScaled(_rows.AsSpan((row + tap) * _width, _width), _bell[tap] * _scale, field.AsSpan(row * _width, _width));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddScaled(ReadOnlySpan<float> values, float factor, Span<float> sums)
    {
        int index = 0;
        for (; index <= sums.Length - Vector<float>.Count; index += Vector<float>.Count)
            (new Vector<float>(sums[index..]) + new Vector<float>(values[index..]) * factor).CopyTo(sums[index..]);
        for (; index < sums.Length; index++)
            sums[index] += values[index] * factor;
    }
}
