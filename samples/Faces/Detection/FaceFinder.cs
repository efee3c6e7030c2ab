using System.Diagnostics;
using CnnCompiler.Inference;
using Faces.Imaging;

namespace Faces.Detection;

/// <summary>The faces of an image.</summary>
/// <param name="Faces">The faces, the surest first.</param>
/// <param name="Candidates">How many anchors they were selected from.</param>
/// <param name="Milliseconds">The time of one prediction, without reading and scaling the image.</param>
internal sealed record FoundFaces(IReadOnlyList<Face> Faces, int Candidates, double Milliseconds);

/// <summary>Finds faces with a compiled detector, whichever of its published exports that is.</summary>
internal sealed class FaceFinder
{
    /// <summary>The least score of a face.</summary>
    public const float LeastScore = 0.7f;

    /// <summary>A channel's mean and half its range: values go from -1 to 1.</summary>
    private const float Mean = 127;
    private const float HalfRange = 128;

    private readonly Tensor _input;
    private readonly Tensor[] _outputs;
    private readonly Tensor _scores;
    private readonly Tensor _boxes;
    private readonly RunModel _run;

    /// <summary>Makes a finder.</summary>
    /// <param name="info">What the compiled model takes and gives.</param>
    /// <param name="run">Runs it.</param>
    /// <exception cref="FacesException">The model is no detector that is known here.</exception>
    public FaceFinder(ModelInfo info, RunModel run)
    {
        if (info.Inputs.Length != 1 || !info.Inputs[0].Shape.SequenceEqual([1, 3, Anchors.ImageHeight, Anchors.ImageWidth]))
            throw NoDetector($"one input of 1x3x{Anchors.ImageHeight}x{Anchors.ImageWidth}", info);
        _input = new Tensor(info.Inputs[0]);
        _outputs = [.. info.Outputs.ToArray().Select(output => new Tensor(output))];
        _scores = _outputs.FirstOrDefault(output => output.Info.Length == 2 * Anchors.Count) ?? throw NoDetector($"two scores for {Anchors.Count} anchors", info);
        _boxes = _outputs.FirstOrDefault(output => output.Info.Length == 4 * Anchors.Count) ?? throw NoDetector($"a box for {Anchors.Count} anchors", info);
        _run = run;
    }

    /// <summary>The shape of a compiled model's <c>Run</c>.</summary>
    public delegate void RunModel(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs);

    /// <summary>A finder with a compiled model.</summary>
    /// <typeparam name="TModel">The model.</typeparam>
    public static FaceFinder Of<TModel>()
        where TModel : IModel<TModel> =>
        new(TModel.Info, TModel.Run);

    /// <summary>Finds the faces of an image.</summary>
    public FoundFaces Find(ColorImage image)
    {
        FillInput(image);
        // The first call unpacks the weights: it is not what a prediction takes.
        _run([_input], _outputs);
        long start = Stopwatch.GetTimestamp();
        _run([_input], _outputs);
        double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        Face[] candidates = [.. Candidates()];
        return new FoundFaces(Selection.Of(candidates), candidates.Length, milliseconds);
    }

    private void FillInput(ColorImage image)
    {
        float[] pixels = image.Resized(Anchors.ImageWidth, Anchors.ImageHeight);
        var values = _input.Values<float>();
        int area = Anchors.ImageWidth * Anchors.ImageHeight;
        for (int pixel = 0; pixel < area; pixel++)
            for (int channel = 0; channel < 3; channel++)
                values[channel * area + pixel] = (pixels[pixel * 3 + channel] - Mean) / HalfRange;
    }

    private List<Face> Candidates()
    {
        var scores = _scores.Values<float>();
        var boxes = _boxes.Values<float>();
        bool decoded = AreCorners(boxes);
        var faces = new List<Face>();
        for (int anchor = 0; anchor < Anchors.Count; anchor++)
        {
            float score = scores[2 * anchor + 1];
            var box = boxes.Slice(4 * anchor, 4);
            if (score > LeastScore)
                faces.Add(decoded ? new Face(score, box[0], box[1], box[2], box[3]) : Anchors.Decode(anchor, score, box));
        }
        return faces;
    }

    /// <summary>
    /// Some exports of the detector end with the corners of the boxes, others with what <see cref="Anchors.Decode"/> takes. Corners are in order in
    /// every one of the 4420 boxes; shifts and logarithms are not.
    /// </summary>
    private static bool AreCorners(ReadOnlySpan<float> boxes)
    {
        for (int box = 0; box < boxes.Length; box += 4)
            if (!(boxes[box] < boxes[box + 2] && boxes[box + 1] < boxes[box + 3]))
                return false;
        return true;
    }

    private static FacesException NoDetector(string expected, ModelInfo info) =>
        new($"The model given as FaceModel is not RFB-320: expected {expected}; found {string.Join(", ", info.Inputs.ToArray().Select(input => input.ToString()))} -> " +
            $"{string.Join(", ", info.Outputs.ToArray().Select(output => output.ToString()))}.");
}
