using CnnCompiler;

namespace Mechanisms.Nets;

/// <summary>The second layer by itself: eight filters for each of the four maps.</summary>
[CnnModel]
[Input(26, 26, 4)]
[DepthwiseConv2D(3, Multiplier = 8)]
internal sealed partial class FourMapsApart;
