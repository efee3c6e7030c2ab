using CnnCompiler.Inference;
using Faces;
using Faces.Detection;
using Faces.Imaging;

namespace CnnCompiler.Samples.Tests.FaceSample;

public sealed class FaceDetectionTests
{
    [Fact]
    public void Anchors_AreAsManyAsTheNetHasOutputs() => Assert.Equal(4420, Anchors.Count);

    [Theory]
    [InlineData(0, 0, 0, 10, 8)] // the first map, 40 x 30
    [InlineData(3599, 39, 29, 24, 8)]
    [InlineData(3600, 0, 0, 32, 16)]
    [InlineData(4200, 0, 0, 64, 32)]
    [InlineData(4419, 4, 3, 256, 64)]
    public void Anchors_StandInTheMiddleOfTheirSteps(int anchor, int column, int row, float size, float step)
    {
        var face = Anchors.Decode(anchor, 1, [0, 0, 0, 0]);
        Assert.Equal((column + 0.5f) * step / 320, (face.Left + face.Right) / 2, 1e-5f);
        Assert.Equal((row + 0.5f) * step / 240, (face.Top + face.Bottom) / 2, 1e-5f);
        Assert.Equal(size / 320, face.Right - face.Left, 1e-5f);
        Assert.Equal(Math.Min(1, size / 240), face.Bottom - face.Top, 1e-5f);
    }

    [Fact]
    public void Decode_ShiftsAndGrows()
    {
        // The first anchor: centre 4,4, sides 10 of 320 x 240 pixels. A tenth of 5 times its sides further; e^(0.2 x 5) = e times as large.
        var face = Anchors.Decode(0, 0.9f, [5, -5, 5, 0]);
        Assert.Equal(9 / 320f, (face.Left + face.Right) / 2, 1e-6f);
        Assert.Equal(-1 / 240f, (face.Top + face.Bottom) / 2, 1e-6f);
        Assert.Equal(10 * MathF.E / 320, face.Right - face.Left, 1e-6f);
        Assert.Equal(10 / 240f, face.Bottom - face.Top, 1e-6f);
    }

    [Fact]
    public void Selection_KeepsTheSurestOfThoseThatOverlap()
    {
        var sure = new Face(0.9f, 0.1f, 0.1f, 0.3f, 0.3f);
        var same = new Face(0.8f, 0.12f, 0.1f, 0.32f, 0.3f);
        var apart = new Face(0.75f, 0.5f, 0.5f, 0.6f, 0.6f);
        Assert.Equal([sure, apart], Selection.Of([apart, same, sure]));
    }

    [Fact]
    public void Overlap_IsSharedByUnitedArea()
    {
        var one = new Face(1, 0, 0, 0.2f, 0.2f);
        Assert.Equal(1 / 3f, one.Overlap(new Face(1, 0.1f, 0, 0.3f, 0.2f)), 1e-6f);
        Assert.Equal(0, one.Overlap(new Face(1, 0.5f, 0.5f, 0.6f, 0.6f)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Finder_TakesShiftsAndCorners(bool corners)
    {
        var finder = new FaceFinder(Info(4420), (inputs, outputs) =>
        {
            // One face at the last anchor; the others have corners in order, or none.
            outputs[0].Values<float>()[2 * 4419 + 1] = 0.95f;
            var boxes = outputs[1].Values<float>();
            for (int box = 0; corners && box < 4420; box++)
                new float[] { 0.25f, 0.25f, 0.75f, 0.5f }.CopyTo(boxes[(4 * box)..]);
        });
        var found = finder.Find(new ColorImage(2, 1, new byte[6]));
        var face = Assert.Single(found.Faces);
        Assert.Equal((1, 0.95f), (found.Candidates, face.Score));
        Assert.Equal(corners ? 0.25f : 0.5f, face.Left, 1e-6f);
    }

    [Fact]
    public void Finder_ScalesRedGreenBlueFromMinusOneToOne()
    {
        float[] seen = [];
        var finder = new FaceFinder(Info(4420), (inputs, _) => seen = inputs[0].Values<float>().ToArray());
        finder.Find(new ColorImage(1, 1, [255, 127, 0]));
        Assert.Equal([1f, 0f, -127 / 128f], new[] { seen[0], seen[320 * 240], seen[^1] });
    }

    [Fact]
    public void Finder_RefusesAnotherModel()
    {
        var refusal = Assert.Throws<FacesException>(() => new FaceFinder(Info(1000), (_, _) => { }));
        Assert.Contains("found input: Float32[1x3x240x320] -> scores: Float32[1x1000x2]", refusal.Message);
    }

    private static ModelInfo Info(int anchors) => new(
        "FaceDetector", [new TensorInfo("input", TensorElementType.Float32, 1, 3, 240, 320)],
        [new TensorInfo("scores", TensorElementType.Float32, 1, anchors, 2), new TensorInfo("boxes", TensorElementType.Float32, 1, anchors, 4)], []);
}
