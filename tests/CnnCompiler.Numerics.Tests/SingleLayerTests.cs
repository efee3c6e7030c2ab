namespace CnnCompiler.Numerics.Tests;

/// <summary>Every declared layer by itself, over random sizes and settings, against ONNX Runtime.</summary>
public sealed class SingleLayerTests
{
    [Fact]
    public void Conv2D_AgreesWithOnnxRuntime() => NetComparison.Sample(
        (layers, _) => new NetBuilder(layers.Map(1, 19)).Add(shape => layers.Conv2D(shape)).Build(), batches: 4);

    [Fact]
    public void PlainConv2D_AgreesWithOnnxRuntime() => NetComparison.Sample(
        (layers, _) => new NetBuilder(layers.Map(3, 23)).Add(shape => layers.PlainConv2D(shape)).Build(), batches: 3);

    [Fact]
    public void DepthwiseConv2D_AgreesWithOnnxRuntime() => NetComparison.Sample(
        (layers, _) => new NetBuilder(layers.Map(1, 19)).Add(shape => layers.Depthwise(shape)).Build(), batches: 3);

    [Fact]
    public void Conv1D_AgreesWithOnnxRuntime() => NetComparison.Sample(
        (layers, _) => new NetBuilder(layers.Sequence(1, 40)).Add(shape => layers.Conv1D(shape)).Build(), batches: 2);

    [Fact]
    public void MaxPool_AgreesWithOnnxRuntime() => NetComparison.Sample(
        (layers, random) => new NetBuilder(random.OneIn(4) ? layers.Sequence(1, 40) : layers.Map(1, 19)).Add(shape => layers.MaxPool(shape)).Build());

    [Fact]
    public void MinPool_AgreesWithOnnxRuntime() => NetComparison.Sample(
        (layers, random) => new NetBuilder(random.OneIn(4) ? layers.Sequence(1, 40) : layers.Map(1, 19)).Add(shape => layers.MinPool(shape)).Build());

    [Fact]
    public void Filter_AgreesWithOnnxRuntime() => NetComparison.Sample(
        (layers, random) => new NetBuilder(random.OneIn(4) ? layers.Sequence(8, 40) : layers.Map(8, 19, 12)).Add(shape => layers.Filter(shape)).Build(), batches: 3);

    [Fact]
    public void AveragePool_AgreesWithOnnxRuntime() => NetComparison.Sample(
        (layers, random) => new NetBuilder(random.OneIn(4) ? layers.Sequence(1, 40) : layers.Map(1, 19)).Add(shape => layers.AveragePool(shape)).Build());

    [Fact]
    public void GlobalAveragePool_AgreesWithOnnxRuntime() => NetComparison.Sample(
        (layers, random) => new NetBuilder(random.OneIn(3) ? layers.Sequence(1, 30) : layers.Map(1, 15)).Add(new GlobalAveragePool()).Build(), batches: 1);

    [Fact]
    public void Dense_AgreesWithOnnxRuntime() => NetComparison.Sample(
        (layers, _) => new NetBuilder(layers.Features(300)).Add(layers.Dense(130)).Build());

    [Fact]
    public void BatchNorm_AgreesWithOnnxRuntime() => NetComparison.Sample(
        (layers, random) => new NetBuilder(random.Pick(layers.Map(1, 9), layers.Sequence(1, 20), layers.Features(60))).Add(layers.BatchNorm()).Build(),
        batches: 1);

    [Fact]
    public void Activations_AgreeWithOnnxRuntime() => NetComparison.Sample(
        (layers, random) => new NetBuilder(random.Pick(layers.Map(1, 9), layers.Sequence(1, 20), layers.Features(60))).Add(layers.Activation()).Build());

    [Fact]
    public void Softmax_AgreesWithOnnxRuntime() => NetComparison.Sample(
        (layers, random) => new NetBuilder(random.Pick(layers.Map(1, 9), layers.Sequence(1, 20), layers.Features(100))).Add(new Softmax()).Build(), batches: 1);

    [Fact]
    public void FlattenAndDropout_AgreeWithOnnxRuntime() => NetComparison.Sample(
        (layers, random) => new NetBuilder(random.Pick(layers.Map(1, 9), layers.Sequence(1, 20), layers.Features(60)))
            .Add(random.Pick<Layer>(new Flatten(), new Dropout(0.3f))).Build(), batches: 1);
}
