namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>What is made of the scores along an axis.</summary>
internal enum SoftmaxKind
{
    /// <summary>exp(x) over the sum of exp(x).</summary>
    Softmax,

    /// <summary>x minus the logarithm of the sum of exp(x).</summary>
    LogSoftmax,

    /// <summary>1 for the first of the largest scores, 0 for the others.</summary>
    Hardmax,
}
