namespace CnnCompiler.Images;

/// <summary>How an <see cref="ImageFolder"/> reads its images.</summary>
public sealed record ImageFolderOptions
{
    /// <summary>What becomes of images of another size than the net takes; stretched by default.</summary>
    public ImageFit Fit { get; init; }

    /// <summary>
    /// Whether files that are no sound images are left out and listed in <see cref="ImageFolder.Skipped"/> instead of being an error; false by default.
    /// Every file is then decoded once when the folder is opened; otherwise only its header is looked at, and damage behind that is found when it is read.
    /// </summary>
    public bool SkipBroken { get; init; }

    /// <summary>
    /// The most bytes of decoded images that are kept, so that later epochs need not decode them again; 1 GB by default, at least 0. Images beyond it are
    /// read from disk every time.
    /// </summary>
    public long CacheBytes { get; init; } = 1L << 30;
}
