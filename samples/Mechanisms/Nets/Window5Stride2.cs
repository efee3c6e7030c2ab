using CnnCompiler;

namespace Mechanisms.Nets;

/// <summary>A 5x5 filter that moves two pixels at a time.</summary>
[CnnModel]
[Input(28, 28, 1)]
[Filter(FilterKind.Blur, Size = 5, Stride = 2)]
internal sealed partial class Window5Stride2;
