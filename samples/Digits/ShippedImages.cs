using Digits.Imaging;

namespace Digits;

/// <summary>The ten images the program carries: black ink on white, drawn by its own command <c>draw</c>.</summary>
internal static class ShippedImages
{
    /// <summary>The name of a digit's image.</summary>
    public static string NameOf(int digit) => FormattableString.Invariant($"{digit}.png");

    /// <summary>The PNG file of a digit.</summary>
    public static byte[] FileOf(int digit)
    {
        using var resource = typeof(ShippedImages).Assembly.GetManifestResourceStream($"images/{NameOf(digit)}")
            ?? throw new InvalidOperationException($"The program was built without images/{NameOf(digit)}.");
        using var copy = new MemoryStream();
        resource.CopyTo(copy);
        return copy.ToArray();
    }

    /// <summary>A digit's image as ink on 28 x 28 pixels, read as any other PNG is.</summary>
    public static GreyImage Read(int digit) => DigitFrame.Fit(InkReader.Read(PngReader.Read(FileOf(digit), NameOf(digit)), NameOf(digit)));
}
