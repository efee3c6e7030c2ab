namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>How values between pixels are found.</summary>
internal enum ResizeMode
{
    Nearest,
    Linear,
    Cubic,
}

/// <summary>Which pixel is nearest.</summary>
internal enum NearestMode
{
    RoundPreferFloor,
    RoundPreferCeiling,
    Floor,
    Ceiling,
}

/// <summary>Which place of the input a pixel of the output stands for (ONNX coordinate_transformation_mode).</summary>
internal enum CoordinateTransformation
{
    HalfPixel,
    HalfPixelSymmetric,
    PyTorchHalfPixel,
    AlignCorners,
    Asymmetric,
    TensorFlowCropAndResize,

    /// <summary>(x + 0.5) / scale for the nearest pixel, of opset 10 and 11.</summary>
    TensorFlowHalfPixelForNearest,
}
