using System.Globalization;
using System.Text;

namespace CnnCompiler.Training;

public sealed partial class Network
{
    /// <summary>A table of the layers with output shape, parameters and multiply-adds, in the style people know from Keras.</summary>
    public string Summary()
    {
        var rows = new List<string[]> { new[] { "Layer", "Output shape", "Parameters", "MACs" } };
        rows.Add(["input", Architecture.InputShape.ToString(), "0", "0"]);
        for (int position = 0; position < Architecture.Layers.Count; position++)
        {
            var layer = Architecture.Layers[position];
            rows.Add(
            [
                $"{Architecture.NameOf(position)} {layer.Kind}",
                Architecture.ShapeAfter(position).ToString(),
                Number(Architecture.ParametersOf(position).Sum(parameter => (long)parameter.Length)),
                Number(layer.MultiplyAdds(Architecture.ShapeBefore(position))),
            ]);
        }
        int[] widths = [.. Enumerable.Range(0, 4).Select(column => rows.Max(row => row[column].Length))];
        var text = new StringBuilder();
        string rule = new('-', widths.Sum() + 6);
        foreach (string[] row in rows)
        {
            string line = $"{row[0].PadRight(widths[0])}  {row[1].PadRight(widths[1])}  {row[2].PadLeft(widths[2])}  {row[3].PadLeft(widths[3])}";
            text.Append(line).Append('\n');
            if (row == rows[0])
                text.Append(rule).Append('\n');
        }
        long trainable = Parameters.Where(parameter => parameter.Trainable).Sum(parameter => (long)parameter.Length);
        long observed = Parameters.Where(parameter => !parameter.Trainable).Sum(parameter => (long)parameter.Length);
        long work = Enumerable.Range(0, Architecture.Layers.Count).Sum(position => Architecture.Layers[position].MultiplyAdds(Architecture.ShapeBefore(position)));
        text.Append(rule).Append('\n');
        text.Append($"{Number(trainable + observed)} parameters ({Number(trainable)} trainable), {Number(work)} MACs\n");
        return text.ToString();
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
