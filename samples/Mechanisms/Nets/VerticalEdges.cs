using CnnCompiler;

namespace Mechanisms.Nets;

/// <summary>The vertical edge detector, its values written out.</summary>
[CnnModel]
[Input(28, 28, 1)]
[Filter("vertical edge", -1, 0, 1, -1, 0, 1, -1, 0, 1)]
internal sealed partial class VerticalEdges;
