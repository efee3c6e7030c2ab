using System.Text;

namespace Digits;

/// <summary>Recognises handwritten digits with a compiled net, and trains it.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        // Windows consoles begin in an old code page, which has no half blocks.
        if (OperatingSystem.IsWindows())
            Console.OutputEncoding = Encoding.UTF8;
        return CommandLine.Run(args, Console.Out, Console.Error);
    }
}
