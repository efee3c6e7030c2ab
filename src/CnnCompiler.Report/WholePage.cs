namespace CnnCompiler.Report;

/// <summary>Files that are written aside and moved into place.</summary>
internal static class WholePage
{
    public static void Write(string path, byte[] bytes)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string aside = path + ".part";
        try
        {
            File.WriteAllBytes(aside, bytes);
            File.Move(aside, path, overwrite: true);
        }
        finally
        {
            File.Delete(aside);
        }
    }
}
