using CnnCompiler;

namespace Mechanisms.Nets;

/// <summary>Sigmoid alone, to look at its slope.</summary>
[CnnModel]
[Input(1)]
[Sigmoid]
internal sealed partial class OneSigmoid;
