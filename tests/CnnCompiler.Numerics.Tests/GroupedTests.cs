using CnnCompiler.Oracle;

namespace CnnCompiler.Numerics.Tests;

/// <summary>Grouped convolutions, whose groups fill vectors of every width or none.</summary>
public sealed class GroupedTests
{
    [Fact]
    public void Conv2D_InGroups_AgreesWithOnnxRuntime() => NetComparison.Sample((layers, random) =>
    {
        int groups = random.Pick(2, 3, 4, 8, 16);
        int kernel = random.Pick(1, 2, 3, 3, 5);
        var input = new Input(random.Integer(kernel, 15), random.Integer(kernel, 15), groups * random.Pick(1, 2, 3, 4, 8));
        return new NetBuilder(input)
            .Add(new Conv2D(groups * random.Pick(2, 3, 4, 4, 6, 8, 8, 12, 16, 32), kernel)
            {
                Groups = groups, Padding = random.Pick(Padding.Valid, Padding.Same), Stride = random.Pick(1, 1, 2), Bias = !random.OneIn(4),
            })
            .Add(layers.Activation()).Build();
    });
}
