using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using CnnCompiler.Data;
using Mechanisms.Chapters;
using Mechanisms.Tour;

namespace Mechanisms;

/// <summary>The commands and their arguments.</summary>
internal static class CommandLine
{
    /// <summary>What the user gave cannot be used: the exit code that the shell's own tools take for it.</summary>
    public const int UsageError = 2;

    private const string DefaultDirectory = "mechanisms";
    private const int DefaultSeeds = 10;

    /// <summary>Runs the program.</summary>
    /// <param name="args">The arguments, without the program's name.</param>
    /// <param name="output">The numbers.</param>
    /// <param name="error">One sentence where something is wrong with what the user gave.</param>
    /// <returns>0, or <see cref="UsageError"/>.</returns>
    public static int Run(IReadOnlyList<string> args, TextWriter output, TextWriter error)
    {
        try
        {
            var parsed = Describe(output).Parse(args);
            if (parsed.Errors.Count > 0)
                throw new MechanismsException($"{parsed.Errors[0].Message.TrimEnd('.')}. See --help.");
            return parsed.Invoke(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
        }
        catch (Exception problem) when (problem is MechanismsException or DataException or IOException or UnauthorizedAccessException)
        {
            error.WriteLine(problem.Message);
            return UsageError;
        }
    }

    private static RootCommand Describe(TextWriter output)
    {
        var options = new TourOptions();
        var root = new RootCommand("Runs the mechanisms of convolutional networks one by one, and writes a page with pictures and numbers.");
        options.AddTo(root);
        root.SetAction(parsed => Run(parsed, Catalogue.All));

        var list = new Command("list", "Lists the chapters.");
        list.SetAction(_ =>
        {
            foreach (var chapter in Catalogue.All)
                output.WriteLine($"{chapter.Name,-18} {chapter.Title}");
        });
        root.Add(list);

        var name = new Argument<string>("name") { Description = "A chapter's name, as list prints it." };
        var one = new Command("chapter", "Runs one chapter.") { name };
        options.AddTo(one);
        one.SetAction(parsed => Run(parsed, [Catalogue.Find(parsed.GetRequiredValue(name))]));
        root.Add(one);
        return root;

        void Run(ParseResult parsed, IReadOnlyList<Chapter> chapters)
        {
            string directory = parsed.GetValue(options.Directory) ?? DefaultDirectory;
            if (directory.Length == 0)
                throw new MechanismsException("--output takes the name of a directory; found an empty one.");
            TourRun.Run(chapters, options.Read(parsed), directory, output);
        }
    }

    private sealed class TourOptions
    {
        private readonly Option<string?> _image = new("--image") { HelpName = "FILE", Description = "A PNG image of one digit, of any size, instead of the one the program draws." };
        private readonly Option<string?> _mnist = new("--mnist")
        {
            HelpName = "DIR", Description = "The directory of the MNIST files (idx or idx.gz): the image and the experiment's digits are taken from it.",
        };

        private readonly Option<int?> _index = WholeNumber("--index", 0, 9999, "Which of MNIST's test images; 0 unless given.");
        private readonly Option<int?> _seeds = WholeNumber("--seeds", 1, 100, $"How many times the experiment trains each net; {DefaultSeeds} unless given.");

        public Option<string?> Directory { get; } = new("--output") { HelpName = "DIR", Description = $"Where the page and the pictures go; {DefaultDirectory} unless given." };

        public void AddTo(Command command)
        {
            foreach (Option option in (Option[])[_image, _mnist, _index, _seeds, Directory])
                command.Add(option);
        }

        public TourSettings Read(ParseResult parsed)
        {
            var (file, mnist, index) = (parsed.GetValue(_image), parsed.GetValue(_mnist), parsed.GetValue(_index));
            if (index is not null && mnist is null)
                throw new MechanismsException("--index is the number of an image of --mnist, which is missing.");
            if (index is not null && file is not null)
                throw new MechanismsException("--image and --index both name the image: give one of them.");
            var image = file is not null ? TourImage.Read(file) : mnist is not null ? TourImage.OfMnist(mnist, index ?? 0) : TourImage.Drawn();
            return new TourSettings(image, mnist, parsed.GetValue(_seeds) ?? DefaultSeeds);
        }
    }

    private static Option<int?> WholeNumber(string name, int least, int most, string description) => new(name)
    {
        HelpName = "N",
        Description = description,
        CustomParser = result => Parse(result, name, least, most),
    };

    private static int? Parse(ArgumentResult result, string name, int least, int most)
    {
        string text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most)
            return value;
        result.AddError(FormattableString.Invariant($"{name} takes a whole number from {least} to {most}; found \"{text}\""));
        return null;
    }
}
