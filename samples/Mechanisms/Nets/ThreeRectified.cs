using CnnCompiler;

namespace Mechanisms.Nets;

/// <summary>The same three with a ReLU behind each of the first two.</summary>
[CnnModel]
[Input(28, 28, 1)]
[Filter("gaussian"), ReLU]
[Filter("vertical edge"), ReLU]
[Filter("sharpen")]
internal sealed partial class ThreeRectified;
