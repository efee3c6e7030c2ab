using CnnCompiler;

namespace Mechanisms.Nets;

/// <summary>One 3x3 filter over the image: the mean of nine pixels.</summary>
[CnnModel]
[Input(28, 28, 1)]
[Filter(FilterKind.Blur)]
internal sealed partial class Window3;
