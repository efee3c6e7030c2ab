using CnnCompiler;

namespace Mechanisms.Nets;

/// <summary>Edges, ReLU, and the largest of every 2x2 block.</summary>
[CnnModel(FeatureMaps = true)]
[Input(28, 28, 1)]
[Filter("vertical edge")]
[ReLU]
[MaxPool(2)]
internal sealed partial class MaxPooled;
