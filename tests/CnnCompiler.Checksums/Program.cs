using System.Diagnostics;
using System.Globalization;
using CnnCompiler.Checksums;
using CnnCompiler.Inference;
using CnnCompiler.Nets;

// Prints the vector path, then a line for each net: its name and the checksum of its outputs' bits, the same on every machine with fused
// multiply-add. With --time NAME... only for those nets, and with the fastest of many predictions in microseconds.
bool timed = args is ["--time", ..];
Console.WriteLine(ModelInfo.InstructionSet);
foreach (var net in CompiledNet.All)
{
    if (timed && !args.Contains(net.Name, StringComparer.Ordinal))
        continue;
    using var weights = NumberedWeights.File(net.Architecture);
    var predictor = net.Load(weights);
    float[] input = NumberedWeights.Values(net.Name, predictor.InputLength, scale: 1);
    float[] output = new float[predictor.OutputLength];
    predictor.Predict(input, output);
    string line = string.Create(CultureInfo.InvariantCulture, $"{net.Name} {NumberedWeights.Checksum(output):x16}");
    Console.WriteLine(timed ? string.Create(CultureInfo.InvariantCulture, $"{line} {Fastest(predictor, input, output):F2} us") : line);
}

static double Fastest(IPredictor predictor, float[] input, float[] output)
{
    const int Calls = 100;
    var duration = TimeSpan.FromSeconds(3);
    double fastest = double.MaxValue;
    for (long begin = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begin) < duration;)
    {
        long start = Stopwatch.GetTimestamp();
        for (int call = 0; call < Calls; call++)
            predictor.Predict(input, output);
        fastest = Math.Min(fastest, Stopwatch.GetElapsedTime(start).TotalMicroseconds / Calls);
    }
    return fastest;
}
