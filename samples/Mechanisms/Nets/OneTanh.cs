using CnnCompiler;

namespace Mechanisms.Nets;

/// <summary>Tanh alone, to look at its slope.</summary>
[CnnModel]
[Input(1)]
[Tanh]
internal sealed partial class OneTanh;
