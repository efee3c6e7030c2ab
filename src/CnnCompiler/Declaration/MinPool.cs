namespace CnnCompiler;

/// <summary>The smallest value of each window of a map (height x width x channels) or a sequence (length x channels); padding never wins. Behind a
/// ReLU it keeps the absence of a pattern, not its presence: use it to see that.</summary>
public sealed class MinPool : PoolLayer
{
    /// <summary>A square window on a map, or one of this length on a sequence.</summary>
    /// <param name="window">Rows and columns (on a sequence: steps) of the window, and the stride unless one is given; at least 1.</param>
    public MinPool(int window)
        : this(window, window)
    {
    }

    /// <summary>A window of height x width.</summary>
    /// <param name="windowHeight">Rows of the window; at least 1.</param>
    /// <param name="windowWidth">Columns of the window; at least 1.</param>
    public MinPool(int windowHeight, int windowWidth)
        : base(windowHeight, windowWidth)
    {
    }
}
