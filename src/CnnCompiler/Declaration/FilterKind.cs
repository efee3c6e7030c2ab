namespace CnnCompiler;

/// <summary>The ready-made filters; 3x3 on maps and of three taps on sequences, unless <see cref="Filter.Size"/> says otherwise.</summary>
public enum FilterKind
{
    /// <summary>Edges that run up and down: positive where it is brighter on the right. On a sequence: a rise.</summary>
    VerticalEdge,

    /// <summary>Edges that run across: positive where it is brighter below.</summary>
    HorizontalEdge,

    /// <summary>Edges that run from the upper left to the lower right: positive where it is brighter above them.</summary>
    DiagonalEdge,

    /// <summary>Edges that run from the lower left to the upper right: positive where it is brighter below them.</summary>
    AntidiagonalEdge,

    /// <summary>The pixel, and its difference from its four neighbours added to it.</summary>
    Sharpen,

    /// <summary>The mean of the window.</summary>
    Blur,

    /// <summary>The mean weighted by binomial coefficients: a Gaussian of variance (size - 1) / 4.</summary>
    Gaussian,

    /// <summary>Sobel's filter for edges that run up and down: a difference across, smoothed along the edge.</summary>
    SobelVertical,

    /// <summary>Sobel's filter for edges that run across.</summary>
    SobelHorizontal,

    /// <summary>The sum of the second differences down and across: the four neighbours minus four times the pixel.</summary>
    Laplacian,
}
