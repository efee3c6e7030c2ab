using CnnCompiler;

namespace Mechanisms.Nets;

/// <summary>Six hand-made filters beside one another.</summary>
[CnnModel]
[Input(28, 28, 1)]
[Filter(FilterKind.VerticalEdge, FilterKind.HorizontalEdge,
    FilterKind.DiagonalEdge, FilterKind.AntidiagonalEdge,
    FilterKind.Sharpen, FilterKind.Blur)]
internal sealed partial class PatternDetectors;
