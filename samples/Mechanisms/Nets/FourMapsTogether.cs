using CnnCompiler;

namespace Mechanisms.Nets;

/// <summary>The second layer by itself: eight filters that each see all four maps.</summary>
[CnnModel]
[Input(26, 26, 4)]
[Conv2D(8, 3)]
internal sealed partial class FourMapsTogether;
