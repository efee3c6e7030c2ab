using CnnCompiler;

namespace Mechanisms.Nets;

/// <summary>A 3x3x4 filter with ones on channels 1 and 3 and zeros on 2 and 4.</summary>
[CnnModel(FeatureMaps = true)]
[Input(28, 28, 1)]
[Filter(FilterKind.VerticalEdge, FilterKind.HorizontalEdge,
    FilterKind.DiagonalEdge, FilterKind.AntidiagonalEdge)]
[Filter("first and third",
    1, 1, 1, 1, 1, 1, 1, 1, 1,
    0, 0, 0, 0, 0, 0, 0, 0, 0,
    1, 1, 1, 1, 1, 1, 1, 1, 1,
    0, 0, 0, 0, 0, 0, 0, 0, 0,
    AcrossChannels = true)]
internal sealed partial class FirstAndThird;
