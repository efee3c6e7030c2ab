using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace TrainingConsole;

/// <summary>The kinds of options that the samples' commands have.</summary>
public static class CommandOptions
{
    /// <summary>An option that takes a text.</summary>
    /// <param name="name">Its name, such as <c>--out</c>.</param>
    /// <param name="value">What stands for the text in the help.</param>
    /// <param name="description">What it is for.</param>
    public static Option<T> Text<T>(string name, string value, string description) => new(name) { HelpName = value, Description = description };

    /// <summary>An option that takes a whole number.</summary>
    /// <param name="name">Its name, such as <c>--seed</c>.</param>
    /// <param name="least">The smallest number that it may be.</param>
    /// <param name="most">The largest number that it may be.</param>
    /// <param name="standard">The number where none is given, or null.</param>
    /// <param name="description">What it is for.</param>
    public static Option<int?> WholeNumber(string name, int least, int most, int? standard, string description)
    {
        var option = new Option<int?>(name) { HelpName = "N", Description = description, CustomParser = result => Parse(result, name, least, most) };
        if (standard is not null)
            option.DefaultValueFactory = _ => standard;
        return option;
    }

    private static int? Parse(ArgumentResult result, string name, int least, int most)
    {
        string text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most)
            return value;
        result.AddError(FormattableString.Invariant($"{name} takes a whole number from {least} to {most}; found \"{text}\""));
        return null;
    }
}
