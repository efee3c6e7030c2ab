using CnnCompiler;

namespace Mechanisms.Nets;

/// <summary>Three linear convolutions in a row.</summary>
[CnnModel]
[Input(28, 28, 1)]
[Filter("gaussian")]
[Filter("vertical edge")]
[Filter("sharpen")]
internal sealed partial class ThreeFilters;
