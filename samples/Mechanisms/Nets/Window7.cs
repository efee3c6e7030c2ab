using CnnCompiler;

namespace Mechanisms.Nets;

/// <summary>One 7x7 filter.</summary>
[CnnModel]
[Input(28, 28, 1)]
[Filter(FilterKind.Blur, Size = 7)]
internal sealed partial class Window7;
