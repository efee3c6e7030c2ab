using CnnCompiler;

namespace Mechanisms.Nets;

/// <summary>The same three with stride 2 in the first two.</summary>
[CnnModel]
[Input(28, 28, 1)]
[Filter("blur", Stride = 2)]
[Filter("blur", Stride = 2)]
[Filter("blur")]
internal sealed partial class StackedWithStrides;
