using CnnCompiler;

namespace Mechanisms.Nets;

/// <summary>ReLU alone, to look at its slope.</summary>
[CnnModel]
[Input(1)]
[ReLU]
internal sealed partial class OneReLU;
