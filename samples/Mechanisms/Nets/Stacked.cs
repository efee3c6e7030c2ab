using CnnCompiler;

namespace Mechanisms.Nets;

/// <summary>Three 3x3 filters with stride 1.</summary>
[CnnModel]
[Input(28, 28, 1)]
[Filter("blur")]
[Filter("blur")]
[Filter("blur")]
internal sealed partial class Stacked;
