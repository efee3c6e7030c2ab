namespace CnnCompiler.Generator.Planning;

/// <summary>Which memory a value lies in.</summary>
internal enum Region
{
    /// <summary>One of the user's inputs.</summary>
    Input,

    /// <summary>One of the user's outputs.</summary>
    Output,

    /// <summary>Scratch memory.</summary>
    Scratch,

    /// <summary>The weights, or a literal of the generated code.</summary>
    Constant,
}

/// <summary>Where a value lies.</summary>
/// <param name="Region">The memory.</param>
/// <param name="Index">Which of the inputs, outputs or operands of the node it is.</param>
/// <param name="Offset">From the start of scratch memory, in float32 values.</param>
/// <param name="Layout">How it lies there.</param>
internal sealed record Place(Region Region, int Index, int Offset, TensorLayout Layout);
