using CnnCompiler.Training;

namespace CnnCompiler.Tests.Training;

/// <summary>Updates against values worked out by hand; PyTorchTrainingTests compares whole runs.</summary>
public sealed class OptimizerTests
{
    [Fact]
    public void Sgd_WithMomentum_AddsUpItsSteps()
    {
        var parameter = Make(1, gradient: 2);
        var optimizer = new Sgd(0.1f, 0.5f);
        optimizer.Step([parameter]);
        Assert.Equal(0.8, parameter.Values[0], 1e-6);
        Assert.Throws<InvalidOperationException>(() => optimizer.Step([parameter]));
    }

    [Fact]
    public void Sgd_OverThreeSteps_MovesByTheGeometricSeries()
    {
        IReadOnlyList<Parameter> parameters = [Make(1, gradient: 2)];
        var optimizer = new Sgd(0.1f, 0.5f);
        for (int step = 0; step < 3; step++)
            optimizer.Step(parameters);
        // Velocities 2, 3, 3.5: 1 - 0.1 * 8.5.
        Assert.Equal(0.15, parameters[0].Values[0], 1e-6);
        Assert.Equal(3, optimizer.Steps);
    }

    // The standard's cases momentum and nesterov_momentum (ai.onnx.preview.training, Momentum), worked out from the operator's text: g' = g + norm * x,
    // v' = alpha * v + g', x' = x - r * v', or with Nesterov x - r * (g' + alpha * v'). Its Adam at t = 0 leaves the means uncorrected, and does not apply.
    [Theory]
    [InlineData(false, 0.001f, new[] { 1.13238f, 2.70772f }, new[] { 0.6762f, 0.9228f })]
    [InlineData(true, 0.01f, new[] { 1.227535f, 2.95714f }, new[] { 0.687f, 0.948f })]
    public void Sgd_MakesTheStepsOfTheStandardsMomentum(bool nesterov, float norm, float[] expected, float[] velocity)
    {
        var parameter = new Parameter("x", new LayerParameter("x", [2]));
        parameter.SetValues([1.2f, 2.8f]);
        new[] { -0.94f, -2.5f }.CopyTo(parameter.EditGradients());
        IReadOnlyList<Parameter> parameters = [parameter];
        var optimizer = new Sgd(0.1f, 0.95f, nesterov) { WeightDecay = norm };
        optimizer.Restore(parameters, [[[1.7f, 3.6f]]], steps: 0);
        optimizer.Step(parameters);
        for (int index = 0; index < 2; index++)
        {
            Assert.Equal(expected[index], parameter.Values[index], 1e-6f);
            Assert.Equal(velocity[index], optimizer.Slots(parameters)[0][0][index], 1e-6f);
        }
    }

    [Fact]
    public void Adam_FirstStep_MovesByTheLearningRateWhateverTheGradient()
    {
        foreach (float gradient in new[] { 1e-3f, 5f, -700f })
        {
            IReadOnlyList<Parameter> parameters = [Make(1, gradient)];
            new Adam(0.01f).Step(parameters);
            Assert.Equal(1 - 0.01 * Math.Sign(gradient), parameters[0].Values[0], 1e-6);
        }
    }

    [Fact]
    public void Step_WithAFactor_ScalesTheLearningRate()
    {
        IReadOnlyList<Parameter> parameters = [Make(1, gradient: 2)];
        new Sgd(0.1f).Step(parameters, 0.25);
        Assert.Equal(0.95, parameters[0].Values[0], 1e-6);
    }

    [Fact]
    public void Updates_DoNotDependOnThePlaceInTheVector()
    {
        IReadOnlyList<Parameter> parameters = [Make(37, gradient: 0.3f)];
        foreach (Optimizer optimizer in new Optimizer[]
        {
            new Sgd(0.1f), new Sgd(0.1f, 0.9f), new Sgd(0.1f, 0.9f, nesterov: true) { WeightDecay = 0.1f }, new Adam(),
            new AdamW(), new RmsProp(), new RmsProp(momentum: 0.5f) { WeightDecay = 0.1f },
        })
        {
            optimizer.Step(parameters);
            Assert.Single(parameters[0].Values.ToArray().Distinct());
        }
    }

    [Fact]
    public void Cosine_GoesFromOneToItsEnd()
    {
        var schedule = Schedule.Cosine(0.2);
        Assert.Equal(1, schedule.Factor(0, 100), 1e-12);
        Assert.Equal(0.6, schedule.Factor(50, 100), 1e-12);
        Assert.Equal(0.2, schedule.Factor(100, 100), 1e-12);
        Assert.Equal(1, Schedule.Constant.Factor(70, 100));
    }

    [Fact]
    public void Steps_FallsAfterEachShareOfTheRun()
    {
        var schedule = Schedule.Steps(0.25, 0.1);
        Assert.Equal([1, 1, 0.1, 0.01, 0.001], new long[] { 0, 24, 25, 50, 99 }.Select(step => Math.Round(schedule.Factor(step, 100), 12)));
    }

    // torch.optim.lr_scheduler.OneCycleLR(max_lr=1, total_steps=20, pct_start=0.3, div_factor=25, final_div_factor=1e4) of PyTorch 1.13.1.
    [Theory]
    [InlineData(0, 0.04)]
    [InlineData(2, 0.3716718427)]
    [InlineData(5, 1)]
    [InlineData(6, 0.987464006235)]
    [InlineData(12, 0.500002)]
    [InlineData(19, 4e-06)]
    public void OneCycle_GivesTheRatesOfPyTorch(int step, double rate) => Assert.Equal(rate, Schedule.OneCycle().Factor(step, 20), 1e-9);

    // torch.optim.lr_scheduler.CosineAnnealingLR(T_max=20, eta_min=0.2) from a rate of 1.
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0.995075336238)]
    [InlineData(7, 0.781596199896)]
    [InlineData(13, 0.418403800104)]
    [InlineData(19, 0.204924663762)]
    public void Cosine_GivesTheRatesOfPyTorch(int step, double rate) => Assert.Equal(rate, Schedule.Cosine(0.2).Factor(step, 20), 1e-9);

    // torch.optim.lr_scheduler.StepLR(step_size=5, gamma=0.3) from a rate of 1.
    [Theory]
    [InlineData(4, 1)]
    [InlineData(5, 0.3)]
    [InlineData(14, 0.09)]
    [InlineData(15, 0.027)]
    public void Steps_GivesTheRatesOfPyTorch(int step, double rate) => Assert.Equal(rate, Schedule.Steps(0.25, 0.3).Factor(step, 20), 1e-9);

    [Fact]
    public void WarmUp_GrowsToWhatTheRateWouldBe()
    {
        var schedule = Schedule.Cosine().WarmUp(0.1);
        Assert.Equal(0.1 * Schedule.Cosine().Factor(0, 100), schedule.Factor(0, 100), 1e-12);
        Assert.Equal(0.5 * Schedule.Cosine().Factor(4, 100), schedule.Factor(4, 100), 1e-12);
        Assert.Equal(Schedule.Cosine().Factor(9, 100), schedule.Factor(9, 100), 1e-12);
        Assert.Equal(Schedule.Cosine().Factor(60, 100), schedule.Factor(60, 100), 1e-12);
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(-1f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void LearningRate_OutOfRange_IsRefused(float rate)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd(rate));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(rate));
    }

    [Fact]
    public void Settings_OutOfRange_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd(0.1f, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(beta1: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(beta2: float.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(epsilon: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Schedule.Cosine(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Schedule.Steps(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Schedule.OneCycle(rise: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Schedule.Constant.WarmUp(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd(0.1f, 0, nesterov: true));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam { WeightDecay = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new RmsProp(alpha: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Loss.SmoothedCrossEntropy(1));
    }

    private static Parameter Make(int length, float gradient)
    {
        var parameter = new Parameter("w", new LayerParameter("w", [length]));
        parameter.Edit().Fill(1);
        parameter.EditGradients().Fill(gradient);
        return parameter;
    }
}
