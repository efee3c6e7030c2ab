using System.Text;
using System.Xml;
using System.Xml.Linq;
using CnnCompiler.Weights;

namespace CnnCompiler.Report;

/// <summary>One self-contained HTML file: pictures are part of it, it loads nothing, and it reads on a phone.</summary>
/// <param name="title">The page's title and first heading.</param>
public sealed class Page(string title)
{
    private const string Style = """
        body { font: 1rem/1.5 system-ui, sans-serif; color: #1b1b1b; background: #fff; max-width: 60rem; margin: 0 auto; padding: 0 1rem 4rem }
        h1, h2, h3 { line-height: 1.2 }
        h2 { margin-top: 3rem; border-top: 1px solid #bbb; padding-top: 1.5rem }
        figure { display: inline-block; vertical-align: top; margin: 0.5rem 1rem 0.5rem 0; max-width: 100% }
        figcaption { font-size: 0.875rem; max-width: 22rem }
        img { max-width: 100%; height: auto; border: 1px solid #ccc; image-rendering: pixelated }
        pre, .table { overflow-x: auto }
        pre { background: #f4f4f4; padding: 0.75rem; font-size: 0.875rem }
        table { border-collapse: collapse; margin: 1rem 0; font-size: 0.9375rem }
        caption { text-align: left; font-weight: 600; padding-bottom: 0.25rem }
        th, td { border: 1px solid #bbb; padding: 0.25rem 0.6rem; text-align: left; vertical-align: top }
        td.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
        nav ol { columns: 18rem }
        """;

    private readonly XElement _body = new("main", new XElement("h1", PageText.Clean(title)));
    private readonly List<(string Id, string Title)> _sections = [];

    /// <summary>Begins a section.</summary>
    /// <param name="id">Its name in links; letters, digits and dashes, once on a page.</param>
    /// <param name="heading">Its heading.</param>
    /// <exception cref="ArgumentException">The page has a section of this name, or it has other characters.</exception>
    public PageSection Section(string id, string heading)
    {
        if (id.Length == 0 || !id.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') || _sections.Any(section => section.Id == id))
            throw new ArgumentException($"A section's name must be of letters, digits and dashes and not be there yet; found \"{id}\".", nameof(id));
        var element = new XElement("section", new XAttribute("id", id), new XElement("h2", PageText.Clean(heading)));
        _body.Add(element);
        _sections.Add((id, PageText.Clean(heading)));
        return new PageSection(element);
    }

    /// <summary>Adds a paragraph in front of the sections or behind the last.</summary>
    /// <param name="text">The text.</param>
    public void Paragraph(string text) => _body.Add(new XElement("p", PageText.Clean(text)));

    /// <summary>The text of the HTML file.</summary>
    public override string ToString()
    {
        var main = new XElement(_body);
        if (_sections.Count > 1)
            main.Elements("section").First().AddBeforeSelf(new XElement("nav", new XAttribute("aria-label", "Contents"), new XElement("ol",
                _sections.Select(section => new XElement("li", new XElement("a", new XAttribute("href", "#" + section.Id), section.Title))))));
        var html = new XElement("html", new XAttribute("lang", "en"),
            new XElement("head",
                new XElement("meta", new XAttribute("charset", "utf-8")),
                new XElement("meta", new XAttribute("name", "viewport"), new XAttribute("content", "width=device-width, initial-scale=1")),
                new XElement("title", PageText.Clean(title)),
                new XElement("style", Style)),
            new XElement("body", main));
        // An empty element would be written as <td />, which HTML reads as a beginning.
        foreach (var empty in html.Descendants().Where(element => element.IsEmpty && element.Name.LocalName is not ("meta" or "img" or "br")).ToArray())
            empty.Add("");
        var text = new StringBuilder("<!DOCTYPE html>\n");
        using (var writer = XmlWriter.Create(text, new XmlWriterSettings { OmitXmlDeclaration = true, NewLineChars = "\n", CheckCharacters = false }))
            html.WriteTo(writer);
        return text.Append('\n').ToString();
    }

    /// <summary>Writes the page, whole or not at all.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <exception cref="IOException">The file cannot be written; what was there before is untouched.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        WholeFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(ToString())));
    }
}
