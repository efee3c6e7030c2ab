namespace CnnCompiler;

/// <summary>What a compiled model may do to a net's sums.</summary>
public enum Precision
{
    /// <summary>
    /// The fastest kernels. Winograd convolutions differ from direct sums by about 1e-6 of the largest output, and NaN and infinity spread within one of
    /// their tiles of 4x4 outputs.
    /// </summary>
    Default,

    /// <summary>
    /// Every output is a sum of the products that define it, of no others: no Winograd convolutions, no merged layers. NaN and infinity come out
    /// where ONNX Runtime lets them, and pools hand NaN on (in ONNX Runtime's, that depends on where in its row a window lies). The sign of a zero may
    /// differ from ONNX Runtime's.
    /// </summary>
    Exact,
}
