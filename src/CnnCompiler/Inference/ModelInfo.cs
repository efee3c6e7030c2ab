using System.Globalization;
using System.Text;

namespace CnnCompiler.Inference;

/// <summary>A description of a compiled model.</summary>
public sealed class ModelInfo
{
    private readonly LayerInfo[] _layers;
    private readonly TensorInfo[] _inputs;
    private readonly TensorInfo[] _outputs;

    /// <summary>Describes a model; generated code calls it.</summary>
    public ModelInfo(string name, TensorInfo[] inputs, TensorInfo[] outputs, LayerInfo[] layers) =>
        (Name, _inputs, _outputs, _layers) = (name, inputs, outputs, layers);

    /// <summary>The class's name.</summary>
    public string Name { get; }

    /// <summary>The inputs in order.</summary>
    public ReadOnlySpan<TensorInfo> Inputs => _inputs;

    /// <summary>The outputs in order.</summary>
    public ReadOnlySpan<TensorInfo> Outputs => _outputs;

    /// <summary>The layers in order.</summary>
    public ReadOnlySpan<LayerInfo> Layers => _layers;

    /// <summary>The weight file's name, or empty where there is none.</summary>
    public string WeightFile { get; init; } = "";

    /// <summary>The SHA-256 checksum of the weight file the class was built with, in hexadecimal; empty where it was built without.</summary>
    public string WeightChecksum { get; init; } = "";

    /// <summary>Scratch memory of one call, in bytes.</summary>
    public long ScratchBytes { get; init; }

    /// <summary>Memory of the packed weights, in bytes.</summary>
    public long PackedWeightBytes { get; init; }

    /// <summary>Values read from the weight file.</summary>
    public long Parameters => _layers.Sum(layer => layer.Parameters);

    /// <summary>Multiplications with an addition that one prediction takes, as declared.</summary>
    public long MultiplyAdds => _layers.Sum(layer => layer.MultiplyAdds);

    /// <summary>The vector width that a prediction runs with on this machine.</summary>
    public static string InstructionSet => VectorPath.Name;

    /// <summary>A table of the layers with their shapes, parameters, multiply-adds and receptive fields, and the sums.</summary>
    public string Summary()
    {
        string[][] rows =
        [
            ["Layer", "Output", "Parameters", "Multiply-adds", "Receptive field", "Memory"],
            .. _layers.Select(layer => (string[])
            [
                $"{layer.Name} ({layer.Kind})", layer.OutputShape, Count(layer.Parameters), Count(layer.MultiplyAdds), layer.ReceptiveField,
                Bytes(layer.ActivationBytes),
            ]),
        ];
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        string rule = new('-', widths.Sum() + 2 * (widths.Length - 1));
        var text = new StringBuilder();
        text.Append("Model: ").Append(Name).Append('\n').Append(rule).Append('\n');
        for (int row = 0; row < rows.Length; row++)
        {
            text.Append(Line(rows[row], widths)).Append('\n');
            if (row == 0)
                text.Append(rule).Append('\n');
        }
        return text.Append(rule).Append('\n')
            .Append("Parameters:    ").Append(Count(Parameters)).Append('\n')
            .Append("Multiply-adds: ").Append(Count(MultiplyAdds)).Append('\n')
            .Append("Weights:       ").Append(Bytes(PackedWeightBytes)).Append(" packed\n")
            .Append("Scratch:       ").Append(Bytes(ScratchBytes)).Append(" a call\n")
            .ToString();
    }

    private static string Line(string[] cells, int[] widths) =>
        string.Join("  ", cells.Select((cell, column) => column < 2 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))).TrimEnd();

    private static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Bytes(long value) =>
        value < 10_000 ? $"{Count(value)} B" : string.Create(CultureInfo.InvariantCulture, $"{value / 1024.0:N1} KB");
}
