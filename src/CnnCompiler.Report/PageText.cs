using System.Text;

namespace CnnCompiler.Report;

/// <summary>Text that comes from files and users.</summary>
internal static class PageText
{
    /// <summary>XML has no place for control characters, which names out of files may hold, nor for halves of surrogate pairs.</summary>
    public static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            clean.Append((Rune.IsControl(rune) && rune.Value is not ('\n' or '\t')) || rune.Value is 0xFFFE or 0xFFFF ? "\uFFFD" : rune.ToString());
        return clean.ToString();
    }
}
