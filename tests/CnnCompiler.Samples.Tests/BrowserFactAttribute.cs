namespace CnnCompiler.Samples.Tests;

/// <summary>A test that opens a page in a real browser; where there is none it says so and is skipped.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        if (Browser.Path is null)
            Skip = "There is no chromium on this machine, so the page was not opened (Debian: apt-get install chromium).";
    }
}
