namespace CnnCompiler;

/// <summary>The order of the axes in which a model from an ONNX file takes the floats of its image.</summary>
public enum Layout
{
    /// <summary>As the file has it: channels x height x width.</summary>
    Model,

    /// <summary>Height x width x channels, as bitmaps have it.</summary>
    Hwc,
}
