using CnnCompiler;

namespace Mechanisms.Nets;

/// <summary>The same detector with the opposite sign.</summary>
[CnnModel]
[Input(28, 28, 1)]
[Filter("opposite edge", 1, 0, -1, 1, 0, -1, 1, 0, -1)]
internal sealed partial class OppositeEdges;
