using Cifar;

namespace CnnCompiler.Samples.Tests.CifarSample;

public sealed class CifarTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("cifar");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void Net_HasAtMostAHundredThousandParameters() =>
        Assert.InRange(CifarClassifier.Architecture.Parameters.Sum(parameter => parameter.Length), 1, 100_000);

    [Fact]
    public void Train_OnImagesOfOneColourAClass_LearnsThem()
    {
        // Each class a colour of its own, in noise: what can be learned in a few steps.
        WriteImages("data_batch_1.bin", 300, seed: 1);
        WriteImages("test_batch.bin", 50, seed: 2);
        string target = Path.Combine(_directory.FullName, "trained.safetensors");
        var (code, output, error) = Run("train", "--cifar", _directory.FullName, "--epochs", "3", "--out", target);
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("epoch   3  loss ", output);
        string last = output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1].Trim();
        Assert.StartsWith("accuracy: ", last);
        Assert.InRange(double.Parse(last["accuracy: ".Length..], System.Globalization.CultureInfo.InvariantCulture), 0.5, 1);
        Assert.True(File.Exists(Path.ChangeExtension(target, ".svg")));
        Assert.Equal(3, File.ReadAllLines(Path.ChangeExtension(target, ".jsonl")).Length);
    }

    [Fact]
    public void Predict_AnyPng_NamesItsBestThreeClasses()
    {
        string file = Path.Combine(_directory.FullName, "one.png");
        File.WriteAllBytes(file, PngBytes.Make([.. Enumerable.Range(0, 40).Select(y => Enumerable.Range(0, 50 * 3).Select(x => (x * y) % 256).ToArray())], 3, 8, 2, _ => 0));
        var (code, output, error) = Run("predict", file);
        Assert.Equal((0, ""), (code, error));
        Assert.Equal(3, output.Split('%').Length - 1);
        Assert.Contains(CifarClassifier.ClassNames, name => output.Contains($"one.png: {name} ", StringComparison.Ordinal));
        AssertRefused("absent.png", "predict", Path.Combine(_directory.FullName, "absent.png"));
    }

    [CifarFact]
    public void Evaluate_TheTestImages_ReachesTheAccuracyTheWeightsWereTrainedTo()
    {
        var (code, output, _) = Run("evaluate", "--cifar", CifarFactAttribute.Folder!);
        Assert.Equal(0, code);
        string last = output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1].Trim();
        Assert.InRange(double.Parse(last["accuracy: ".Length..], System.Globalization.CultureInfo.InvariantCulture), 0.7, 1);
    }

    [Theory]
    [InlineData("'--cifar' is required", "train")]
    [InlineData("'--cifar' is required", "evaluate")]
    [InlineData("--epochs takes a whole number", "train", "--cifar", ".", "--epochs", "0")]
    [InlineData("command was not provided", "guess")]
    public void Run_BadArguments_GetOneSentence(string found, params string[] args) => AssertRefused(found, args);

    [Fact]
    public void Run_MissingFiles_AreNamed()
    {
        AssertRefused("There is no directory", "evaluate", "--cifar", Path.Combine(_directory.FullName, "absent"));
        AssertRefused("There is no test_batch", "evaluate", "--cifar", _directory.FullName);
        File.WriteAllBytes(Path.Combine(_directory.FullName, "test_batch.bin"), new byte[100]);
        AssertRefused("test_batch.bin", "evaluate", "--cifar", _directory.FullName);
    }

    private void WriteImages(string name, int count, int seed)
    {
        var random = new Random(seed);
        byte[] bytes = new byte[count * 3073];
        for (int index = 0; index < count; index++)
        {
            int label = index % 10;
            bytes[index * 3073] = (byte)label;
            for (int place = 0; place < 3072; place++)
                bytes[index * 3073 + 1 + place] = (byte)((label * (place / 1024 + 3) * 37 % 200) + random.Next(50));
        }
        File.WriteAllBytes(Path.Combine(_directory.FullName, name), bytes);
    }

    private static void AssertRefused(string found, params string[] args)
    {
        var (code, output, error) = Run(args);
        Assert.Equal((2, ""), (code, output));
        Assert.Contains(found, error);
        Assert.Single(error.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    private static (int Code, string Output, string Error) Run(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int code = CommandLine.Run(args, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
