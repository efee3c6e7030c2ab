using CnnCompiler;

namespace Faces;

/// <summary>The detector: an image of 320 x 240 in, for each of 4420 anchors two scores and a box out. The compiler writes the rest of this class.</summary>
[CnnModel("face.onnx")]
public sealed partial class FaceDetector;
