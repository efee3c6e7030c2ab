using CnnCompiler.Weights;

namespace CnnCompiler.Training;

public sealed partial class Network
{
    private IEnumerable<WeightTensor> Tensors => Parameters.Select(parameter => new WeightTensor(parameter.Name, parameter.Shape, parameter.Memory));

    /// <summary>Writes the parameters as a safetensors file, named and shaped as PyTorch does; whole or not at all.</summary>
    /// <param name="path">Where to; the folder must exist.</param>
    /// <param name="metadata">Notes for the file, such as how the net was trained; null for none.</param>
    /// <exception cref="ArgumentException">A value is NaN or infinite: the file could not be compiled.</exception>
    /// <exception cref="IOException">The file cannot be written; what was there before is untouched.</exception>
    public void Save(string path, IReadOnlyDictionary<string, string>? metadata = null) => SafetensorsWriter.Write(path, Tensors, metadata);

    /// <summary>Writes the parameters as safetensors into a stream, which stays open.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="metadata">Notes for the file; null for none.</param>
    /// <exception cref="ArgumentException">A value is NaN or infinite.</exception>
    public void Save(Stream stream, IReadOnlyDictionary<string, string>? metadata = null) => SafetensorsWriter.Write(stream, Tensors, metadata);

    /// <summary>Takes the parameters from a safetensors file of this or another program.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="WeightException">The file does not hold what the net needs; the network is unchanged.</exception>
    /// <exception cref="IOException">The file cannot be read; the network is unchanged.</exception>
    public void Load(string path)
    {
        using var stream = File.OpenRead(path);
        Load(stream, Path.GetFileName(path));
    }

    /// <summary>Takes the parameters from a stream with a safetensors file; it stays open.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="fileName">The name of the file for messages.</param>
    /// <exception cref="WeightException">The file does not hold what the net needs; the network is unchanged.</exception>
    public void Load(Stream stream, string fileName = "weights")
    {
        var file = WeightFile.Open(stream, fileName);
        // All tensors are read before the first is taken over: a file that lacks one changes nothing.
        float[][] values = [.. Parameters.Select(parameter => file.Read(parameter.Name, [.. parameter.Shape]))];
        for (int index = 0; index < values.Length; index++)
            Parameters[index].SetValues(values[index]);
    }
}
