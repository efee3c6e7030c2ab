using CnnCompiler;

namespace Mechanisms.Nets;

/// <summary>The same filter turned by 180 degrees.</summary>
[CnnModel]
[Input(7, 7, 1)]
[Filter("flipped numbers", 9, 8, 7, 6, 5, 4, 3, 2, 1)]
internal sealed partial class Convolution2;
