using CnnCompiler;

namespace Mechanisms.Nets;

/// <summary>Edges, then only what agrees with the pattern.</summary>
[CnnModel(FeatureMaps = true)]
[Input(28, 28, 1)]
[Filter("vertical edge")]
[ReLU]
internal sealed partial class Rectified;
