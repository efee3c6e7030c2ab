using CnnCompiler;

namespace Mechanisms.Nets;

/// <summary>A colour image and one filter of 3x3x3.</summary>
[CnnModel]
[Input(28, 28, 3)]
[Conv2D(1, 3)]
internal sealed partial class Colour;
