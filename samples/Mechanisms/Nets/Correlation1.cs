using CnnCompiler;

namespace Mechanisms.Nets;

/// <summary>A filter of three taps along a sequence, as convolutional layers apply it.</summary>
[CnnModel]
[Input(9, 1)]
[Filter("taps", 1, 2, 4)]
internal sealed partial class Correlation1;
