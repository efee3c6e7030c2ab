using CnnCompiler;

namespace Mechanisms.Nets;

/// <summary>A 7x7 filter that moves three pixels at a time.</summary>
[CnnModel]
[Input(28, 28, 1)]
[Filter(FilterKind.Blur, Size = 7, Stride = 3)]
internal sealed partial class Window7Stride3;
