using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace CnnCompiler.Report;

/// <summary>A section of a page. Texts are escaped, whatever they hold.</summary>
public sealed class PageSection
{
    private readonly XElement _element;

    internal PageSection(XElement element) => _element = element;

    /// <summary>Adds a heading inside of the section.</summary>
    /// <param name="text">The heading.</param>
    public void Heading(string text) => _element.Add(new XElement("h3", PageText.Clean(text)));

    /// <summary>Adds a paragraph.</summary>
    /// <param name="text">The text.</param>
    public void Paragraph(string text) => _element.Add(new XElement("p", PageText.Clean(text)));

    /// <summary>Adds program text.</summary>
    /// <param name="text">The text.</param>
    public void Code(string text) => _element.Add(new XElement("pre", new XAttribute("tabindex", "0"), new XElement("code", PageText.Clean(text))));

    /// <summary>Adds a picture.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="alternative">What it shows, for people who cannot see it.</param>
    /// <param name="caption">The text below it; none where it is empty.</param>
    public void Picture(Picture picture, string alternative, string caption = "") =>
        Figure("data:image/png;base64," + Convert.ToBase64String(picture.ToPng()), picture.Width, picture.Height, alternative, caption);

    /// <summary>Adds a plot.</summary>
    /// <param name="svg">The text of an SVG file, as <see cref="Report.Plot"/> makes it.</param>
    /// <param name="alternative">What it shows, for people who cannot see it.</param>
    /// <param name="caption">The text below it; none where it is empty.</param>
    public void Plot(string svg, string alternative, string caption = "") =>
        Figure("data:image/svg+xml;base64," + Convert.ToBase64String(Encoding.UTF8.GetBytes(svg)), null, null, alternative, caption);

    /// <summary>Adds a table; cells that are numbers are set flush right.</summary>
    /// <param name="caption">What it shows.</param>
    /// <param name="headings">The headings of the columns.</param>
    /// <param name="rows">The cells, row by row.</param>
    public void Table(string caption, IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<string>> rows) => _element.Add(
        new XElement("div", new XAttribute("class", "table"), new XAttribute("tabindex", "0"),
            new XElement("table",
                new XElement("caption", PageText.Clean(caption)),
                new XElement("thead", new XElement("tr", headings.Select(heading => new XElement("th", new XAttribute("scope", "col"), PageText.Clean(heading))))),
                new XElement("tbody", rows.Select(row => new XElement("tr", row.Select(Cell)))))));

    private static XElement Cell(string text)
    {
        var cell = new XElement("td", PageText.Clean(text));
        if (double.TryParse(text.TrimEnd('%', ' '), NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out _))
            cell.Add(new XAttribute("class", "number"));
        return cell;
    }

    private void Figure(string source, int? width, int? height, string alternative, string caption) => _element.Add(
        new XElement("figure",
            new XElement("img",
                new XAttribute("src", source), new XAttribute("alt", PageText.Clean(alternative)),
                width is null ? null : new XAttribute("width", width), height is null ? null : new XAttribute("height", height)),
            caption.Length == 0 ? null : new XElement("figcaption", PageText.Clean(caption))));
}
