namespace Mechanisms.Tour;

/// <summary>The text of a declared class, as the compiler got it.</summary>
internal static class Declaration
{
    /// <summary>The attributes and the class, without what stands above them.</summary>
    /// <typeparam name="TNet">A class of the folder Nets.</typeparam>
    public static string Of<TNet>()
    {
        using var resource = typeof(Declaration).Assembly.GetManifestResourceStream("nets/" + typeof(TNet).Name)
            ?? throw new InvalidOperationException($"The program was built without the text of {typeof(TNet).Name}.");
        using var reader = new StreamReader(resource);
        string text = reader.ReadToEnd().ReplaceLineEndings("\n");
        return text[text.IndexOf("[CnnModel", StringComparison.Ordinal)..].TrimEnd();
    }
}
