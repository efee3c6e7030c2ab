using System.Globalization;
using System.Runtime.InteropServices;
using CnnCompiler.Inference;
using CnnCompiler.Nets;
using CnnCompiler.Numerics.Child;
using CnnCompiler.Oracle;

// Without an argument: the outputs of the compiled nets. With the path of an assembly: those of every model class in it. Each line is a name and
// the bits of the outputs; the first line is the vector width.
Console.WriteLine($"path {ModelInfo.InstructionSet}");
if (args.Length == 0)
{
    foreach (var net in CompiledNet.All)
    {
        var weights = RandomWeights.Of(net.Architecture, 1);
        var predictor = net.Load(new MemoryStream(RandomWeights.ToSafetensors(net.Architecture, weights)));
        float[] output = new float[predictor.OutputLength];
        predictor.Predict(RandomWeights.InputOf(net.Architecture, 1), output);
        Print(net.Name, output);
    }
}
else
{
    foreach (var (name, output) in AssemblyOfModels.Outputs(Path.GetFullPath(args[0])))
        Print(name, output);
}

static void Print(string name, float[] output)
{
    var bits = MemoryMarshal.Cast<float, uint>(output).ToArray().Select(value => value.ToString("x8", CultureInfo.InvariantCulture));
    Console.WriteLine($"{name} {string.Join(' ', bits)}");
}
