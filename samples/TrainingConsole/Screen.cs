using Spectre.Console;

namespace TrainingConsole;

/// <summary>The console that results are drawn on.</summary>
public static class Screen
{
    /// <summary>A width that no line reaches: what goes to a file or pipe is not wrapped, so that paths stay whole.</summary>
    private const int PlainWidth = 10_000;

    /// <summary>A console on a writer: colours and live bars on a terminal, plain text anywhere else.</summary>
    public static IAnsiConsole Open(TextWriter output)
    {
        bool isTerminal = ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;
        var settings = new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) };
        if (!isTerminal)
        {
            // Left to itself the library writes escape codes on some build servers, terminal or not.
            (settings.Ansi, settings.ColorSystem, settings.Interactive) = (AnsiSupport.No, ColorSystemSupport.NoColors, InteractionSupport.No);
            settings.Enrichment.UseDefaultEnrichers = false;
        }
        var screen = AnsiConsole.Create(settings);
        if (!isTerminal)
            screen.Profile.Width = PlainWidth;
        return screen;
    }

    /// <summary>Whether single cells can be coloured.</summary>
    public static bool HasColors(this IAnsiConsole screen) => screen.Profile.Capabilities is { Ansi: true, ColorSystem: not ColorSystem.NoColors };

    /// <summary>Whether block characters come out as such.</summary>
    public static bool HasBlocks(this IAnsiConsole screen) => screen.Profile.Capabilities.Unicode;
}
