using CnnCompiler;

namespace Mechanisms.Nets;

/// <summary>The same filter flipped, which makes the cross-correlation a convolution.</summary>
[CnnModel]
[Input(9, 1)]
[Filter("flipped taps", 4, 2, 1)]
internal sealed partial class Convolution1;
