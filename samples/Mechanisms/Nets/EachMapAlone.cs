using CnnCompiler;

namespace Mechanisms.Nets;

/// <summary>Eight filters of 3x3x1 for each of four maps.</summary>
[CnnModel]
[Input(28, 28, 1)]
[Filter(FilterKind.VerticalEdge, FilterKind.HorizontalEdge,
    FilterKind.DiagonalEdge, FilterKind.AntidiagonalEdge)]
[DepthwiseConv2D(3, Multiplier = 8)]
internal sealed partial class EachMapAlone;
