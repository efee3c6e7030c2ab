using CnnCompiler.Inference;
using CnnCompiler.Oracle.Models;
using CnnCompiler.Oracle.Onnx;
using CnnCompiler.Testing;
using CnnCompiler.Testing.Models;
using Google.Protobuf;

namespace CnnCompiler.Conformance.Tests;

/// <summary>The value of every node of real trained models, as <c>FeatureMaps</c> offers it, against ONNX Runtime on the same file.</summary>
public sealed class WholeModelMapTests
{
    private const string Models = "onnx-models";

    [DataFact(Models)]
    public void FaceDetector_OffersEveryNode() => Compare("rfb320_full", least: 100);

    [DataFact(Models)]
    public void Resnet_OffersEveryNode() => Compare("vnncomp_cifar10_resnet_2b", least: 15);

    [DataFact(Models)]
    public void HalfPrecisionSqueezenet_OffersEveryNode() => Compare("squeezenet_fp16", least: 60);

    private static void Compare(string name, int least)
    {
        byte[] file = File.ReadAllBytes(Path.Combine(Repository.Data(Models)!, name + ".onnx"));
        using var models = ModelHarness.Compile(
            "using CnnCompiler;\n[CnnModel(\"net.onnx\", FeatureMaps = true)] public sealed partial class Net;", new Dictionary<string, byte[]> { ["net.onnx"] = file });
        var net = TensorModel.Of(models.TypeOf("Net"));
        var maps = CompiledModel.NewFeatureMaps(models.TypeOf("Net"));
        Assert.True(maps.All.Length >= least, $"{maps.All.Length} maps");

        var inputs = net.Info.Inputs.ToArray().ToDictionary(input => input.Name, input => RandomInputs.Of(input, 5));
        var tensors = net.NewInputs();
        foreach (var tensor in tensors)
            inputs[tensor.Info.Name].CopyTo(tensor);
        maps.Run(tensors);

        var model = ModelProto.Parser.ParseFrom(file);
        model.PinFreeAxes(_ => 1);
        if (ModelEditing.HasFloat16(model))
            model = ModelEditing.Widened(model);
        var values = model.Graph.Node.ToLookup(node => node.Name.Length > 0 ? node.Name : node.Output[0], node => node.Output[0]);
        string[] wanted = [.. maps.All.ToArray().Select(map => values[map.Info.Name].First()).Distinct()];
        var expected = wanted.Zip(OnnxReference.Run(ModelEditing.CutAt(model, wanted).ToByteArray(), inputs.ToDictionary(input => input.Key, input => input.Value.Widened()))).ToDictionary(pair => pair.First, pair => pair.Second);
        foreach (var map in maps.All)
        {
            var difference = OutputDifference.Of(expected[values[map.Info.Name].First()], TensorData.Of(map));
            Assert.True(difference.Relative <= 1e-4, $"{map.Info}: {difference.Text}");
        }
    }
}
