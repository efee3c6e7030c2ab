using System.Globalization;
using System.Runtime.InteropServices;
using CnnCompiler.Inference;
using CnnCompiler.Nets;
using CnnCompiler.Numerics.Child;
using CnnCompiler.Oracle;

// Without an argument: the outputs of the compiled nets. With the path of an assembly: those of every model class in it. Each line is a name and
// the bits of the outputs; the first line is the vector width. A compiled net that gives other bits in a batch or on several threads is an error.
Console.WriteLine($"path {ModelInfo.InstructionSet}");
if (args.Length == 0)
{
    foreach (var net in CompiledNet.All)
    {
        var weights = RandomWeights.Of(net.Architecture, 1);
        var predictor = net.Load(new MemoryStream(RandomWeights.ToSafetensors(net.Architecture, weights)));
        float[] input = RandomWeights.InputOf(net.Architecture, 1);
        float[] output = new float[predictor.OutputLength];
        predictor.Predict(input, output);
        Print(net.Name, output);
        BatchCheck.Run(net, predictor, input, output);
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
