namespace CnnCompiler;

/// <summary>What lies around the input of a convolution or pool.</summary>
public enum Padding
{
    /// <summary>Nothing, or what <c>Pad</c> and its four single sides say: the window stays inside.</summary>
    Valid,

    /// <summary>
    /// As much as makes the output ceil(input / stride) long; an odd pixel goes to the bottom and the right.
    /// ONNX calls it SAME_UPPER; Keras and TensorFlow do the same.
    /// </summary>
    Same,
}
