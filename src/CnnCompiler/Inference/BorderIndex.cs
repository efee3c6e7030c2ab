using System.ComponentModel;

namespace CnnCompiler.Inference;

/// <summary>Which element of an axis stands for a place outside it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class BorderIndex
{
    /// <summary>The nearest one.</summary>
    public static int Edge(int index, int length) => Math.Clamp(index, 0, length - 1);

    /// <summary>The one on a torus.</summary>
    public static int Wrap(int index, int length)
    {
        int remainder = index % length;
        return remainder < 0 ? remainder + length : remainder;
    }

    /// <summary>The mirrored one, the ends not repeated; mirrors face each other, so this works however far outside.</summary>
    public static int Reflect(int index, int length)
    {
        if (length == 1)
            return 0;
        int place = Wrap(index, 2 * (length - 1));
        return place < length ? place : 2 * (length - 1) - place;
    }
}
