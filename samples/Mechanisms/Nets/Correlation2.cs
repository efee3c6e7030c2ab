using CnnCompiler;

namespace Mechanisms.Nets;

/// <summary>A 3x3 filter over a map.</summary>
[CnnModel]
[Input(7, 7, 1)]
[Filter("numbers", 1, 2, 3, 4, 5, 6, 7, 8, 9)]
internal sealed partial class Correlation2;
