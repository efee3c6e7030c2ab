using CnnCompiler.Generator.Graph.Operators;
using CnnCompiler.Oracle.Models;
using static CnnCompiler.Generator.Tests.Kernels.TestTensor;

namespace CnnCompiler.Generator.Tests.Kernels;

/// <summary>Resize in all its modes against ONNX Runtime.</summary>
public class ResizeTests
{
    private static readonly int[] Shape = [2, 3, 7, 9];

    [Theory]
    [InlineData("half_pixel", CoordinateTransformation.HalfPixel)]
    [InlineData("half_pixel_symmetric", CoordinateTransformation.HalfPixelSymmetric)]
    [InlineData("pytorch_half_pixel", CoordinateTransformation.PyTorchHalfPixel)]
    [InlineData("align_corners", CoordinateTransformation.AlignCorners)]
    [InlineData("asymmetric", CoordinateTransformation.Asymmetric)]
    internal void Nearest_WithEveryRounding_IsOnnxRuntimes(string name, CoordinateTransformation coordinates)
    {
        foreach (var (rounding, mode) in new[]
        {
            ("round_prefer_floor", NearestMode.RoundPreferFloor),
            ("round_prefer_ceil", NearestMode.RoundPreferCeiling),
            ("floor", NearestMode.Floor),
            ("ceil", NearestMode.Ceiling),
        })
            foreach (var (height, width) in Sizes(coordinates))
                Case(height, width).With("mode", "nearest").With("coordinate_transformation_mode", name).With("nearest_mode", rounding)
                    .Check(Resize(height, width, ResizeMode.Nearest, coordinates) with { Nearest = mode });
    }

    [Theory]
    [InlineData("half_pixel", CoordinateTransformation.HalfPixel)]
    [InlineData("half_pixel_symmetric", CoordinateTransformation.HalfPixelSymmetric)]
    [InlineData("pytorch_half_pixel", CoordinateTransformation.PyTorchHalfPixel)]
    [InlineData("align_corners", CoordinateTransformation.AlignCorners)]
    [InlineData("asymmetric", CoordinateTransformation.Asymmetric)]
    internal void LinearAndCubic_AreOnnxRuntimes(string name, CoordinateTransformation coordinates)
    {
        foreach (var (height, width) in new[] { (14, 18), (4, 5), (1, 20), (21, 3) })
        {
            Case(height, width).With("mode", "linear").With("coordinate_transformation_mode", name)
                .Check(Resize(height, width, ResizeMode.Linear, coordinates), 1e-5);
            Case(height, width).With("mode", "cubic").With("coordinate_transformation_mode", name)
                .Check(Resize(height, width, ResizeMode.Cubic, coordinates), 1e-5);
            Case(height, width).With("mode", "cubic").With("coordinate_transformation_mode", name).With("cubic_coeff_a", -0.5f).With("exclude_outside", 1)
                .Check(Resize(height, width, ResizeMode.Cubic, coordinates) with { CubicCoefficient = -0.5f, ExcludesOutside = true }, 1e-5);
        }
    }

    [Fact]
    public void Linear_OfThreeAxes_IsOnnxRuntimes() =>
        new OnnxCase("Resize").Operand(Floats(1, 1, 2, 3, 4, 5)).Absent().Absent().Setting(List(1, 2, 5, 6, 12)).With("mode", "linear")
            .Check(new Resize(EquatableArray.Of(Axis(2, 3, 5), Axis(3, 4, 6), Axis(4, 5, 12)), ResizeMode.Linear, CoordinateTransformation.HalfPixel), 1e-5);

    [Fact]
    public void CropAndResize_PutsItsValueOutside() =>
        new OnnxCase("Resize").Operand(Floats(1, Shape)).Setting(Of([0, 0, 0.2f, -0.3f, 1, 1, 0.9f, 1.2f], 8)).Absent().Setting(List(2, 3, 5, 6))
            .With("mode", "linear").With("coordinate_transformation_mode", "tf_crop_and_resize").With("extrapolation_value", 10f)
            .Check(
                new Resize(
                    EquatableArray.Of(Axis(2, 7, 5) with { RegionStart = 0.2f, RegionEnd = 0.9f }, Axis(3, 9, 6) with { RegionStart = -0.3f,
                        RegionEnd = 1.2f }),
                    ResizeMode.Linear,
                    CoordinateTransformation.TensorFlowCropAndResize) { ExtrapolationValue = 10 },
                1e-5);

    [Fact]
    public void Scales_NeedNotFitTheLengths()
    {
        foreach (var (mode, name) in new[] { (ResizeMode.Linear, "linear"), (ResizeMode.Nearest, "nearest"), (ResizeMode.Cubic, "cubic") })
            new OnnxCase("Resize").Operand(Floats(1, Shape)).Absent().Setting(Of([1, 1, 0.6f, 1.7f], 4)).With("mode", name)
                .Check(new Resize(EquatableArray.Of(new ResizeAxis(2, 4, 0.6f), new ResizeAxis(3, 15, 1.7f)), mode, CoordinateTransformation.HalfPixel), 1e-5);
    }

    [Fact]
    public void WholeFactors_AreOneCopyWithoutTables()
    {
        var op = Resize(14, 18, ResizeMode.Nearest, CoordinateTransformation.HalfPixel);
        Assert.DoesNotContain("ReadOnlySpan", KernelHarness.Write(KernelHarness.NodeOf(op, [Floats(1, Shape)])), StringComparison.Ordinal);
        new OnnxCase("Resize").Operand(Ints(0, 99, 1, Shape)).Absent().Absent().Setting(List(2, 3, 14, 18)).With("mode", "nearest").Check(op);
    }

    [Fact]
    public void Antialias_WithoutPixelsOutside_IsOnnxRuntimes()
    {
        foreach (var (mode, name) in new[] { (ResizeMode.Linear, "linear"), (ResizeMode.Cubic, "cubic") })
            Case(4, 5).With("mode", name).With("antialias", 1).With("exclude_outside", 1)
                .Check(Resize(4, 5, mode, CoordinateTransformation.HalfPixel) with { Antialias = true, ExcludesOutside = true }, 1e-5);
    }

    /// <summary>
    /// Sizes at which no pixel falls on another but by exact arithmetic: ONNX Runtime finds the places in float32, and floor and ceiling then miss by one
    /// where we do not.
    /// </summary>
    private static (int Height, int Width)[] Sizes(CoordinateTransformation coordinates) =>
        coordinates is CoordinateTransformation.AlignCorners or CoordinateTransformation.Asymmetric
            ? [(14, 18), (4, 5), (1, 20), (21, 3)]
            : [(14, 18), (4, 6), (2, 20), (21, 4)];

    private static OnnxCase Case(int height, int width) =>
        new OnnxCase("Resize").Operand(Floats(1, Shape)).Absent().Absent().Setting(List(2, 3, height, width));

    private static Resize Resize(int height, int width, ResizeMode mode, CoordinateTransformation coordinates) =>
        new(EquatableArray.Of(Axis(2, 7, height), Axis(3, 9, width)), mode, coordinates);

    private static ResizeAxis Axis(int axis, int length, int resized) => new(axis, resized, (double)resized / length);
}
