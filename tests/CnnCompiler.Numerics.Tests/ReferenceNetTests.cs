using CnnCompiler.Nets;

namespace CnnCompiler.Numerics.Tests;

/// <summary>The declared reference nets are the published ones: their learned values are counted.</summary>
public sealed class ReferenceNetTests
{
    [Theory]
    [InlineData("N4", 1_199_882)]
    [InlineData("Ball2018", 1_182)]
    [InlineData("N5", 78_666)]
    [InlineData("KWS", 24_908)]
    [InlineData("VWW", 221_794)]
    [InlineData("AD", 269_992)]
    public void ReferenceNet_HasThePublishedParameters(string name, long parameters) =>
        Assert.Equal(parameters, CompiledNet.All.Single(net => net.Name == name).Architecture.Parameters.Sum(parameter => parameter.Length));

    /// <summary>Published with the normalisation folded into the kernels: a bias for each filter and nothing more.</summary>
    [Theory]
    [InlineData("RobotLowerSmall", 6_187)]
    [InlineData("RobotLower", 23_887)]
    public void DetectorNet_HasThePublishedParametersOnceFolded(string name, long parameters)
    {
        var net = CompiledNet.All.Single(net => net.Name == name).Architecture;
        long normalisation = net.Parameters.Where(parameter => parameter.Name.Contains("running", StringComparison.Ordinal) || parameter.Name.EndsWith("weight", StringComparison.Ordinal) && parameter.Shape.Count == 1)
            .Sum(parameter => parameter.Length);
        Assert.Equal(parameters, net.Parameters.Sum(parameter => parameter.Length) - normalisation);
    }
}
