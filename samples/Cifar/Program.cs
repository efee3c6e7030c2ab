namespace Cifar;

/// <summary>Tells what is on small colour images with a compiled net, and trains it on CIFAR-10.</summary>
internal static class Program
{
    private static int Main(string[] args) => CommandLine.Run(args, Console.Out, Console.Error);
}
