using CnnCompiler;

namespace Mechanisms.Nets;

/// <summary>The three filters as one: their kernels convolved with one another.</summary>
[CnnModel]
[Input(28, 28, 1)]
[Filter("merged",
    0, 1 / 16f, 2 / 16f, 0, -2 / 16f, -1 / 16f, 0,
    1 / 16f, 0, -3 / 16f, 0, 3 / 16f, 0, -1 / 16f,
    3 / 16f, -4 / 16f, -17 / 16f, 0, 17 / 16f, 4 / 16f, -3 / 16f,
    4 / 16f, -6 / 16f, -24 / 16f, 0, 24 / 16f, 6 / 16f, -4 / 16f,
    3 / 16f, -4 / 16f, -17 / 16f, 0, 17 / 16f, 4 / 16f, -3 / 16f,
    1 / 16f, 0, -3 / 16f, 0, 3 / 16f, 0, -1 / 16f,
    0, 1 / 16f, 2 / 16f, 0, -2 / 16f, -1 / 16f, 0)]
internal sealed partial class OneMergedFilter;
