namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>The input at another resolution (ONNX Resize and Upsample): along each listed axis in turn, other axes stay.</summary>
/// <param name="Axes">The axes that change, ascending; axes with scale 1 and the same length are left out unless a region is cropped.</param>
/// <param name="Mode">How values between pixels are found.</param>
/// <param name="Coordinates">Which place of the input an output pixel stands for.</param>
internal sealed record Resize(EquatableArray<ResizeAxis> Axes, ResizeMode Mode, CoordinateTransformation Coordinates) : Operator
{
    public NearestMode Nearest { get; init; } = NearestMode.RoundPreferFloor;

    /// <summary>The coefficient a of cubic interpolation (Keys 1981).</summary>
    public float CubicCoefficient { get; init; } = -0.75f;

    /// <summary>Whether pixels outside the input weigh nothing, instead of repeating the edge.</summary>
    public bool ExcludesOutside { get; init; }

    /// <summary>Whether shrinking averages over all pixels it leaves out, by stretching the filter.</summary>
    public bool Antialias { get; init; }

    /// <summary>What crop and resize puts where its region lies outside the input.</summary>
    public float ExtrapolationValue { get; init; }

    public override TensorType Infer(IReadOnlyList<TensorType> inputs)
    {
        int[] shape = [.. inputs[0].Shape];
        foreach (var axis in Axes)
        {
            if (axis.Axis < 0 || axis.Axis >= shape.Length || axis.Length < 0 || !(axis.Scale > 0) || (inputs[0].Shape[axis.Axis] == 0 && axis.Length > 0))
                throw new ArgumentException($"Axis {axis.Axis} of {inputs[0]} cannot be resized to {axis.Length} by {axis.Scale}.");
            shape[axis.Axis] = axis.Length;
        }
        return new(inputs[0].Element, shape);
    }

    public override string Describe()
    {
        string axes = string.Join(", ", Axes.Select(axis => FormattableString.Invariant(
            $"axis {axis.Axis} to {axis.Length} by {axis.Scale}{(axis.RegionStart == 0 && axis.RegionEnd == 1 ? "" : FormattableString.Invariant($" of {axis.RegionStart}..{axis.RegionEnd}"))}")));
        string filter = Mode switch
        {
            ResizeMode.Nearest => Nearest.ToString(),
            ResizeMode.Cubic => FormattableString.Invariant($"Cubic {CubicCoefficient}"),
            _ => "Linear",
        };
        return $"Resize {axes} {filter} {Coordinates}{(ExcludesOutside ? " excluding outside" : "")}{(Antialias ? " antialias" : "")}" +
            (Coordinates == CoordinateTransformation.TensorFlowCropAndResize ? FormattableString.Invariant($" outside {ExtrapolationValue}") : "");
    }
}
