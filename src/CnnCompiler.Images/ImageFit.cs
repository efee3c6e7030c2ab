namespace CnnCompiler.Images;

/// <summary>How an image of another size becomes one of the size a net takes.</summary>
public enum ImageFit
{
    /// <summary>Scaled to the size, its proportions changed where they differ.</summary>
    Stretch,

    /// <summary>The largest part about its middle that has the net's proportions, scaled.</summary>
    Crop,

    /// <summary>Not at all: an image of another size is an error.</summary>
    None,
}
