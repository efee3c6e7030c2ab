using CnnCompiler;

namespace Mechanisms.Nets;

/// <summary>A 3x3 filter that moves three pixels at a time.</summary>
[CnnModel]
[Input(28, 28, 1)]
[Filter(FilterKind.Blur, Stride = 3)]
internal sealed partial class Window3Stride3;
