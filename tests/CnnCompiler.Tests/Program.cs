using CnnCompiler.Tests.Training;

namespace CnnCompiler.Tests;

/// <summary>The program that tests of killed runs start: test runners load this assembly without it.</summary>
internal static class Program
{
    private static void Main(string[] args) => KilledRunTests.TrainUntilKilled(args);
}
