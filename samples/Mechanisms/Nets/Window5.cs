using CnnCompiler;

namespace Mechanisms.Nets;

/// <summary>One 5x5 filter.</summary>
[CnnModel]
[Input(28, 28, 1)]
[Filter(FilterKind.Blur, Size = 5)]
internal sealed partial class Window5;
