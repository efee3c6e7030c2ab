using CnnCompiler;

namespace Mechanisms.Nets;

/// <summary>Four filters of 3x3x1, then eight of 3x3x4.</summary>
[CnnModel(FeatureMaps = true)]
[Input(28, 28, 1)]
[Filter(FilterKind.VerticalEdge, FilterKind.HorizontalEdge,
    FilterKind.DiagonalEdge, FilterKind.AntidiagonalEdge)]
[Conv2D(8, 3)]
internal sealed partial class FourThenEight;
