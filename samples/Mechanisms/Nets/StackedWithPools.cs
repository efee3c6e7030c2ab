using CnnCompiler;

namespace Mechanisms.Nets;

/// <summary>The same three with a pool behind each of the first two.</summary>
[CnnModel]
[Input(28, 28, 1)]
[Filter("blur"), MaxPool(2)]
[Filter("blur"), MaxPool(2)]
[Filter("blur")]
internal sealed partial class StackedWithPools;
